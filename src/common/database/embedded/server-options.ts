export interface ServerSettings {
  readonly durable?: boolean;
  /** Server parameters, such as `log_statement`; they override ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

export function serverArguments(port: number, { durable = true, settings }: ServerSettings): string[] {
  const parameters = { ...ALWAYS, ...(durable ? {} : NOT_DURABLE), ...settings };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-p', String(port), ...flags];
}

export function quoted(args: readonly string[]): string {
  return args.map(process.platform === 'win32' ? quoteForCmd : quoteForSh).join(' ');
}

function quoteForSh(arg: string): string {
  return `'${arg.replaceAll("'", `'\\''`)}'`;
}

function quoteForCmd(arg: string): string {
  return `"${arg.replaceAll('"', '""')}"`;
}
