/** `read_only_sql_transaction`: the server is a standby, or is set to take no changes. */
export const READ_ONLY = '25006';

/** PostgreSQL's five-character code of an error, or an empty text. */
export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return 'driverError' in error ? sqlState(error.driverError) : '';
}
