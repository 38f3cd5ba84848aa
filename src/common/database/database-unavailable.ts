import { Overloaded, Unavailable } from '../errors/errors.js';
import { READ_ONLY, sqlState } from './sql-state.js';

/** The statement lost against another one or took too long. */
const CONTENTION = /^(40001|40P01|55P03|57014|25P0[34])$/;

/**
 * The server serves nobody. 08: connection lost or refused; 28, 3D000: sign-in failed (password change,
 * restore); 53: no memory, disk or connections; 55006: rename or drop; 57P: stop or start; 58: file errors.
 */
const AWAY = /^(08...|28000|28P01|3D000|53...|55006|57P0[1-5]|58...)$/;

const SOCKET = new Set(
  (
    'ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ETIMEDOUT ENOTFOUND EAI_AGAIN EHOSTUNREACH EHOSTDOWN ENETUNREACH ' +
    'ENETDOWN'
  ).split(' '),
);
const DRIVER =
  /timeout expired|Connection terminated|Client (has encountered a connection error|was closed) and is not queryable/;
const NO_FREE_CONNECTION = /timeout exceeded when trying to connect/;

/** Overloaded while the database serves others, Unavailable while it serves nobody. */
export function databaseRefusal(error: unknown): Overloaded | Unavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  const state = sqlState(error);
  if (CONTENTION.test(state) || NO_FREE_CONNECTION.test(error.message)) return new Overloaded();
  const isAway =
    AWAY.test(state) || isFatal(error) || SOCKET.has(codeOf(error)) || DRIVER.test(error.message);
  if (isAway || state === READ_ONLY) return new Unavailable();
  return 'driverError' in error ? databaseRefusal(error.driverError) : undefined;
}

export const isDatabaseUnavailable = (error: unknown): boolean => databaseRefusal(error) !== undefined;

/** PostgreSQL ends the session after a FATAL error, whatever its code. */
const isFatal = (error: Error): boolean => 'severity' in error && error.severity === 'FATAL';

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
