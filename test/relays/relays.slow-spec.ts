import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Transaction } from '../../src/common/database/transaction.js';
import { Outbox } from '../../src/common/events/outbox.js';
import { HEARD, PartTold, TalesModule } from './tales.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

const ROOT = join(import.meta.dirname, '..', '..');
const TALES = 8;
const PARTS = 10;
const LIMIT_MS = 120_000;

describe('Relays that work side by side', () => {
  /** Tells the tales; it hears none. */
  let shop: TestShop;
  const relays: ChildProcess[] = [];

  beforeAll(async () => {
    shop = await openShop({ root: TalesModule, worker: false, env: { LOG_LEVEL: 'fatal' } });
    await shop.sql(HEARD);
  });
  afterEach(async () => {
    const living = relays
      .splice(0)
      .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const ends = living.map((relay) => once(relay, 'exit'));
    for (const relay of living) relay.kill('SIGKILL');
    await Promise.all(ends);
  });
  afterAll(() => shop.close());

  function aRelay(env: Readonly<Record<string, string>> = {}): ChildProcess {
    const program = ['test/support/run.mjs', 'test/relays/relay.ts'];
    const settings = { ...process.env, WORKER: 'on', WORKER_POLL_MS: '50', ...env };
    const relay = spawn(process.execPath, program, { cwd: ROOT, env: settings, stdio: 'ignore' });
    relays.push(relay);
    return relay;
  }

  /** Two parts by two transactions, of which the one that begins first comes last, as after a wait for a lock. */
  const tell = (tale: string, part: number) =>
    shop.get(Transaction).run(async () => {
      await shop.sql('SELECT now()');
      const publish = (number: number) => shop.get(Outbox).publish(new PartTold(tale, number));
      await shop.get(Transaction).outside(() => shop.get(Transaction).run(() => publish(part)));
      await publish(part + 1);
    });

  const allHeard = (count: number) =>
    eventually(async () => {
      const [{ heard }] = await shop.sql('SELECT count(DISTINCT (tale, part)) AS heard FROM heard');
      return heard === count;
    }, LIMIT_MS);

  it('hear each part once and in order, also what a killed one had begun', async () => {
    for (let part = 1; part < PARTS; part += 2)
      await Promise.all(Array.from({ length: TALES }, (_, tale) => tell(`tale-${tale}`, part)));

    const killed = aRelay({ FAILPOINTS: 'tales.heard=kill' });
    const [, signal] = await once(killed, 'exit');
    expect(signal).toBe('SIGKILL');
    const [begun] = await shop.sql('SELECT count(*) AS parts FROM heard WHERE relay = $1', [killed.pid]);
    expect(begun.parts).toBeGreaterThan(0);

    aRelay();
    aRelay();
    await allHeard(TALES * PARTS);
    // Whoever came late hears the next ones too.
    let tales = TALES;
    await eventually(async () => {
      await tell(`tale-${tales}`, 1);
      tales += 1;
      const [hearers] = await shop.sql('SELECT count(DISTINCT relay) AS relays FROM heard');
      return hearers.relays === 3;
    }, LIMIT_MS);
    await allHeard(TALES * PARTS + (tales - TALES) * 2);
    const twice = await shop.sql(
      'SELECT tale, part FROM heard WHERE relay <> $1 GROUP BY tale, part HAVING count(*) > 1',
      [killed.pid],
    );
    expect(twice).toEqual([]);
    const outOfOrder = await shop.sql(
      `SELECT * FROM (SELECT tale, part, lag(part, 1, 0) OVER (PARTITION BY tale ORDER BY position) AS before FROM heard)
         AS told WHERE part NOT IN (before, before + 1)`,
    );
    expect(outOfOrder).toEqual([]);
    expect(await shop.sql('SELECT FROM heard WHERE NOT is_alone')).toEqual([]);
  }, 300_000);
});
