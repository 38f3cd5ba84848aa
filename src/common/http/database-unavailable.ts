import { sqlState } from '../database/sql-state.js';

/**
 * PostgreSQL's words for "not now": connection trouble (08), out of resources (53), shutting down or recovering (57P),
 * a lock or statement that took too long, and a deadlock that outlived its retries.
 */
const UNAVAILABLE = /^(08...|53...|57P0[1-5]|57014|55P03|40P01|40001|25P03)$/;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);
const POOL =
  /timeout exceeded when trying to connect|timeout expired|Connection terminated|Client has encountered a connection error/;

/** Whether the database could not serve the request now, though nothing is wrong with the request. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (UNAVAILABLE.test(sqlState(error)) || POOL.test(error.message)) return true;
  if ('code' in error && SOCKET.has(String(error.code))) return true;
  return 'driverError' in error && isDatabaseUnavailable(error.driverError);
}
