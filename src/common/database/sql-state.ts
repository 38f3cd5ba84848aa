/** `read_only_sql_transaction`: a standby, or a server set to read-only. */
export const READ_ONLY = '25006';

export function sqlState(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return 'driverError' in error ? sqlState(error.driverError) : '';
}
