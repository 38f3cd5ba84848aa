import type { LoggerService } from '@nestjs/common';

/** What the application complained about in its log. */
export interface LoggedError {
  readonly requestId?: string;
  readonly message: string;
  /** Where it was thrown: the first line of the stack that is ours. */
  readonly place: string;
}

interface Line {
  readonly requestId?: string;
  readonly err?: unknown;
  readonly msg?: string;
  /** Of a line of the security log: a refusal as it should be. */
  readonly event?: string;
}

/** Stands in for the application's log: keeps errors, and whatever was said of a request, until they are asked for. */
export class ErrorLog implements LoggerService {
  private readonly ofRequests = new Map<string, LoggedError>();
  private readonly others: LoggedError[] = [];

  /** Calls for people, who come, are no complaints. */
  constructor(private readonly calls?: RegExp) {}

  log(): void {}
  debug(): void {}
  verbose(): void {}

  warn(message: unknown): void {
    const line = lineOf(message);
    if (line.requestId !== undefined && line.event === undefined) this.keep(line);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.keep(lineOf(message, rest));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.keep(lineOf(message, rest));
  }

  /** What was said of that request, once. */
  take(requestId: string): LoggedError | undefined {
    const found = this.ofRequests.get(requestId);
    this.ofRequests.delete(requestId);
    return found;
  }

  /** Errors of no request: of jobs, timers, connections. */
  takeOthers(): LoggedError[] {
    return this.others.splice(0);
  }

  private keep({ requestId, err, msg = '' }: Line): void {
    if (this.calls?.test(msg)) return;
    const thrown = err instanceof Error ? err : undefined;
    const message = [msg, thrown && `${thrown.name}: ${thrown.message}`].filter(Boolean).join(': ');
    const entry = { requestId, message, place: placeOf(thrown?.stack ?? msg) };
    if (requestId === undefined) this.others.push(entry);
    else this.ofRequests.set(requestId, entry);
  }
}

function lineOf(message: unknown, rest: readonly unknown[] = []): Line {
  if (message instanceof Error) return { err: message };
  if (typeof message === 'object' && message !== null) return message;
  return { msg: [message, ...rest].map(String).join(' ') };
}

/** Every statement passes through the transaction wrapper, so what called it says more. */
function placeOf(stack: string): string {
  const ours = stack
    .split('\n')
    .filter((line) => line.includes('/src/') && !line.includes('node_modules'))
    .map((line) => line.replace(/^.*\/src\//, 'src/').replace(/[)\s]*$/, ''));
  return ours.find((line) => !line.startsWith('src/common/database/')) ?? ours[0] ?? '';
}
