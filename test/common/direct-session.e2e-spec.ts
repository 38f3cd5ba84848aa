import { Logger } from '@nestjs/common';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { DirectSession } from '../../src/common/database/direct-session.js';
import { limitSilence } from '../../src/common/database/silent-connections.js';
import { eventually } from '../support/eventually.js';
import { TcpProxy } from '../support/tcp-proxy.js';

describe('A session of its own with PostgreSQL', () => {
  let proxy: TcpProxy;
  let session: DirectSession;
  let losses = 0;

  beforeAll(async () => {
    proxy = await TcpProxy.before(inject('serverUrl'));
    const onLost = (): void => void (losses += 1);
    session = new DirectSession({ url: proxy.url, name: 'cartwright-test', onLost });
    await session.open();
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    await session.close();
    await proxy.close();
  });

  const answer = async (number: number): Promise<unknown> =>
    (await session.query('SELECT $1::int AS number', [number]))[0]?.['number'];

  it('is sent one statement at a time, also after one that failed', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const answers = await Promise.allSettled([answer(1), session.query('SELECT 1 / 0'), answer(2)]);
    process.off('warning', note);
    expect(answers).toMatchObject([{ value: 1 }, { reason: { code: '22012' } }, { value: 2 }]);
    expect(warnings).toEqual([]);
  });

  it('comes back by itself when it was lost, and says so once', async () => {
    const warn = vi.spyOn(Logger.prototype, 'warn').mockReturnValue();
    losses = 0;
    proxy.shut();
    await eventually(() => losses >= 3);
    await expect(answer(3)).rejects.toThrow();
    proxy.open();
    await eventually(async () => (await answer(4)) === 4);
    expect(warn.mock.calls.map(([text]) => String(text))).toEqual([
      expect.stringMatching(/^Lost the session cartwright-test: /),
    ]);
  });
});

describe('A session of which nothing is heard', () => {
  it('is found out, though nobody says anything over it', async () => {
    const proxy = await TcpProxy.before(inject('serverUrl'));
    let losses = 0;
    const options = { url: proxy.url, name: 'cartwright-quiet', pulseMs: 100 };
    const session = new DirectSession({ ...options, onLost: () => void (losses += 1) });
    await session.open();
    proxy.silence();
    await eventually(() => losses > 0, 60_000);
    proxy.speak();
    await eventually(async () => (await session.query('SELECT 1')).length === 1, 60_000);
    await session.close();
    await proxy.close();
  }, 150_000);
});

describe('A connection whose silence is limited', () => {
  const SILENCE_MS = 200;

  it('is not given up for what came while this process stood still', async () => {
    const client = new pg.Client({ connectionString: inject('serverUrl') });
    client.on('error', () => undefined);
    await client.connect();
    limitSilence(client, SILENCE_MS);
    const answer = client.query("SELECT 'heard' AS word");
    const end = performance.now() + 5 * SILENCE_MS;
    while (performance.now() < end) continue;
    expect((await answer).rows).toEqual([{ word: 'heard' }]);
    await client.end();
  });
});
