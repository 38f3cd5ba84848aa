import { fastify, type FastifyServerOptions } from 'fastify';
import { QueryFailedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { RuntimeConfig } from '../config/runtime.config.js';
import { loggerOptions } from './logger-options.js';

const PRIVATE = 'mara@example.com, $argon2id$v=19$abc';

/** What a statement that broke a CHECK looks like: PostgreSQL shows the whole row in the detail. */
const failure = (): QueryFailedError =>
  new QueryFailedError(
    `INSERT INTO users VALUES ('${PRIVATE}')`,
    [PRIVATE],
    Object.assign(new Error('new row for relation "users" violates check constraint "users_check"'), {
      code: '23514',
      detail: `Failing row contains (${PRIVATE}).`,
      constraint: 'users_check',
    }),
  );

function logged(write: (log: ReturnType<typeof fastify>['log']) => void): string {
  let text = '';
  const stream = { write: (line: string) => void (text += line) };
  const options = loggerOptions(new RuntimeConfig()) as object;
  write(fastify({ logger: { ...options, stream } as FastifyServerOptions['logger'] }).log);
  return text;
}

describe('the log', () => {
  it('tells what a failed statement broke, and nothing of the row', () => {
    const line = logged((log) => log.error({ err: failure(), msg: 'A request failed' }));
    expect(JSON.parse(line)).toMatchObject({ level: 'error', err: { constraint: 'users_check' } });
    expect(line).not.toContain('mara@example.com');
    expect(line).not.toContain('argon2id');
  });

  it('cuts what is named like a secret', () => {
    const line = logged((log) => log.info({ password: PRIVATE, account: { token: PRIVATE } }));
    expect(line).not.toContain('mara@example.com');
  });
});
