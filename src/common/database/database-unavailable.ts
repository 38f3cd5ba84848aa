import { Overloaded, Unavailable } from '../errors/errors.js';
import { READ_ONLY, sqlState } from './sql-state.js';

/** The statement lost against others or took too long: serialization, deadlock, lock and time limits. */
const CONTENTION = /^(40001|40P01|55P03|57014|25P0[34])$/;

/**
 * The server cannot serve anything: 08 the connection broke or was refused (also by PgBouncer); 28000, 28P01, 3D000 the
 * sign-in failed, as during a password change or a restore; 53 no memory, disk or connections left; 55006 the database
 * is being renamed or dropped; 57P it stops, starts, or ended the session; 58 its files cannot be read.
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

/**
 * The error to answer when the database cannot serve a valid request now: Overloaded while it serves others,
 * Unavailable when it serves nobody or accepts no changes. Undefined for all other errors.
 */
export function databaseRefusal(error: unknown): Overloaded | Unavailable | undefined {
  if (!(error instanceof Error)) return undefined;
  const state = sqlState(error);
  if (CONTENTION.test(state) || NO_FREE_CONNECTION.test(error.message)) return new Overloaded();
  const isAway =
    AWAY.test(state) || isFatal(error) || SOCKET.has(codeOf(error)) || DRIVER.test(error.message);
  if (isAway || state === READ_ONLY) return new Unavailable();
  return 'driverError' in error ? databaseRefusal(error.driverError) : undefined;
}

/** Whether the database could not serve a valid request now. */
export const isDatabaseUnavailable = (error: unknown): boolean => databaseRefusal(error) !== undefined;

/** Ends the session, whatever its code. */
const isFatal = (error: Error): boolean => 'severity' in error && error.severity === 'FATAL';

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
