import { describe, expect, it } from 'vitest';
import { QueryFailedError } from 'typeorm';
import { Overloaded, Unavailable } from '../errors/errors.js';
import { databaseRefusal } from './database-unavailable.js';

const withState = (code: string, severity = 'ERROR') => Object.assign(new Error('no'), { code, severity });
const kindOf = (error: unknown) => databaseRefusal(error)?.constructor;

describe('databaseRefusal', () => {
  it.each(
    '25006 08000 08003 08006 08P01 53100 53200 53300 55006 57P01 57P02 57P03 57P05 58030 28P01 3D000'.split(
      ' ',
    ),
  )('takes SQLSTATE %s for a database that is away', (code) => {
    expect(kindOf(withState(code))).toBe(Unavailable);
    expect(kindOf(new QueryFailedError('SELECT', [], withState(code)))).toBe(Unavailable);
  });

  it('takes whatever ends the session for one, and a connection that broke or cannot be made', () => {
    expect(kindOf(withState('55000', 'FATAL'))).toBe(Unavailable);
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN'])
      expect(kindOf(withState(code)), code).toBe(Unavailable);
    for (const text of [
      'Connection terminated unexpectedly',
      'Connection terminated due to connection timeout',
      'Client was closed and is not queryable',
    ])
      expect(kindOf(new Error(text)), text).toBe(Unavailable);
  });

  it.each(['40001', '40P01', '55P03', '57014'])('takes SQLSTATE %s for contention', (code) => {
    expect(kindOf(withState(code))).toBe(Overloaded);
  });

  it('takes a queue for connections that is too long for contention', () => {
    expect(kindOf(new Error('timeout exceeded when trying to connect'))).toBe(Overloaded);
  });

  it.each(['23505', '22P02', '42601', '42501', '55000', 'XX000'])('leaves SQLSTATE %s to others', (code) => {
    expect(databaseRefusal(withState(code))).toBeUndefined();
  });
});
