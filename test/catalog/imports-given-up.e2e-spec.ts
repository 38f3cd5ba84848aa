import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ImportsJobs } from '../../src/common/imports/imports.jobs.js';
import { aStaff } from '../support/builders/accounts.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterAll(() => shop.close());

const send = async (name: string): Promise<string> => {
  const file = Buffer.from(`slug,title,sku,price USD\n${name},${name},${name},1.00\n`);
  const { body, headers } = multipart(file, { name: 'products.csv', type: 'text/csv' });
  return (await shop.http.post('/catalog/imports', body, { token, headers })).body.id;
};
const read = async (id: string) => (await shop.http.get(`/catalog/imports/${id}`, { token })).body;
const setJob = (id: string, change: string) =>
  shop.sql(`UPDATE graphile_worker._private_jobs SET ${change} WHERE payload ->> 'id' = $1`, [id]);
const chunksOf = (id: string) => shop.sql('SELECT FROM import_chunks WHERE import_id = $1', [id]);

describe('an import', () => {
  it('is given up when its job has had its last try, and not before', async () => {
    const tried = await send('tried');
    const trying = await send('trying');
    const waiting = await send('waiting');
    await setJob(tried, 'attempts = max_attempts');
    await setJob(trying, "attempts = max_attempts, locked_at = now(), locked_by = 'somebody'");
    await setJob(waiting, 'attempts = max_attempts - 1');

    await shop.get(ImportsJobs).clean();

    expect(await read(tried)).toMatchObject({
      state: 'failed',
      failure:
        'The import was given up after several attempts. Imported entries stay; send the file again for the rest.',
      finishedAt: expect.any(String),
    });
    expect([await chunksOf(tried), (await read(trying)).state, (await read(waiting)).state]).toEqual([
      [],
      'queued',
      'queued',
    ]);
  });

  it('is given up when its job is gone, unless it still comes on', async () => {
    const [id, running] = [await send('gone'), await send('running')];
    await shop.sql(`DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = ANY($1)`, [
      [id, running],
    ]);
    await shop.sql("UPDATE imports SET state = 'running' WHERE id = $1", [running]);
    const age = "UPDATE imports SET touched_at = now() - interval '61 minutes' WHERE id = $1";
    await shop.sql(age, [id]);

    await shop.get(ImportsJobs).clean();
    expect([(await read(id)).state, (await read(running)).state]).toEqual(['failed', 'running']);
    expect(await chunksOf(id)).toEqual([]);

    await shop.sql(age, [running]);
    await shop.get(ImportsJobs).clean();
    expect((await read(running)).state).toBe('failed');
  });
});
