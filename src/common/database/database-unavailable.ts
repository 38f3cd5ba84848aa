import { Overloaded, Unavailable } from '../errors/errors.js';
import { READ_ONLY, sqlState } from './sql-state.js';

/** The statement lost against its neighbours, or took too long: serialization, deadlock, lock and time limits. */
const CONTENTION = /^(40001|40P01|55P03|57014|25P0[34])$/;

/**
 * The server itself cannot serve, whatever is asked:
 * 08 the connection broke or was refused, as PgBouncer says it too; 28000, 28P01, 3D000 the sign-in at connect failed,
 * as while a password is changed or a dump restored; 53 it has no memory, disk or connections left; 55006 the database
 * is being renamed or dropped; 57P it stops, starts, or was told to end the session; 58 its files cannot be read.
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
 * What to answer where the database could not serve the request now, though nothing is wrong with the request:
 * Overloaded where it serves others meanwhile, Unavailable where it serves nobody, or takes no changes. Undefined for
 * all other errors.
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

/** Whether the database could not serve the request now, though nothing is wrong with the request. */
export const isDatabaseUnavailable = (error: unknown): boolean => databaseRefusal(error) !== undefined;

/** Ends the session, whatever its code. */
const isFatal = (error: Error): boolean => 'severity' in error && error.severity === 'FATAL';

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '');
