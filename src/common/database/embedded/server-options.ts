/** What a caller may say about how the server runs. */
export interface ServerSettings {
  /** False trades safety against power loss for speed, for tests. Default true. */
  readonly durable?: boolean;
  /** Server parameters by name, such as `log_statement`. They win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
}

const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  // The planner's default counts on spinning disks.
  random_page_cost: '1.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The server's command line after the data directory. */
export function serverArguments(port: number, { durable = true, settings }: ServerSettings): string[] {
  const parameters = { ...ALWAYS, ...(durable ? {} : NOT_DURABLE), ...settings };
  const flags = Object.entries(parameters).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-p', String(port), ...flags];
}

/** One string for the shell that pg_ctl starts the server with. */
export function quoted(args: readonly string[]): string {
  return args.map(process.platform === 'win32' ? quoteForCmd : quoteForSh).join(' ');
}

function quoteForSh(arg: string): string {
  return `'${arg.replaceAll("'", `'\\''`)}'`;
}

function quoteForCmd(arg: string): string {
  return `"${arg.replaceAll('"', '""')}"`;
}
