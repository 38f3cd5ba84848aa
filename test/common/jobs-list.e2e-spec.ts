import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Commands } from '../../src/common/cli/commands.js';
import { Backlog } from '../../src/common/events/backlog.js';
import { Jobs } from '../../src/common/events/jobs.js';
import { openShop, type TestShop } from '../support/shop.js';

describe('jobs:list', () => {
  let shop: TestShop;

  beforeAll(async () => {
    shop = await openShop({ env: { WORKER: 'off' } });
  });
  afterAll(() => shop.close());
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('prints schedule, place and purpose of each job, and how many are due or failed', async () => {
    await shop.get(Jobs).enqueue('carts.purge', {});
    await shop.get(Jobs).enqueue('carts.purge', {}, { delaySeconds: 3_600 });
    await shop.get(Jobs).enqueue('carts.purge', {}, { maxAttempts: 1 });
    await shop.sql(
      'UPDATE graphile_worker._private_jobs SET attempts = 1 WHERE max_attempts = 1 AND key IS NULL',
    );

    const lines = await listed(shop);

    const row = lines.find((line) => line.startsWith('carts.purge '))!;
    expect(row.split(/ {2,}/)).toEqual([
      'carts.purge',
      '43 3 * * *',
      '1',
      '1',
      'CartModule',
      'CartsPurgeJobs.purge',
      expect.stringMatching(/^\w.+/),
    ]);
    expect(lines.find((line) => line.startsWith('payments.resolve'))).toContain('on demand');
  });

  it('names every job once, and says what each does', async () => {
    const [head, ...rows] = await listed(shop);

    const names = rows.map((row) => row.split(' ')[0]!);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('event');
    const purpose = head!.indexOf('WHAT IT DOES');
    expect(rows.filter((row) => row.slice(purpose).length < 10)).toEqual([]);
  });

  it('lists the jobs also while the database does not answer', async () => {
    vi.spyOn(shop.get(Backlog), 'countsByJob').mockRejectedValue(new Error('away'));

    const lines = await listed(shop);

    expect(lines.find((line) => line.startsWith('carts.purge '))).toMatch(/\* {2,}\? +\? /);
    expect(lines.at(-1)).toBe('The database does not answer, so no counts are known.');
  });
});

async function listed(shop: TestShop): Promise<string[]> {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    expect(await shop.get(Commands).find('jobs:list')!.command.run([])).toBe(0);
    return written.mock.calls.flatMap(([text]) => String(text).split('\n')).filter(Boolean);
  } finally {
    written.mockRestore();
  }
}
