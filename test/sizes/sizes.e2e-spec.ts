import { pbkdf2 } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Asking, KIB, LARGEST_KIB, MOST_MS, named } from './asking.js';
import { largestBody } from './largest-body.js';
import { busyMilliseconds, settledBusyMilliseconds } from '../support/cpu-meter.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let asking: Asking;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  asking = new Asking(shop);
  await asking.signIn();
});
afterAll(() => shop.close());

describe('a body', () => {
  it('may be as large as the document allows, and not many times as large', async () => {
    const odd: string[] = [];
    for (const operation of asking.withBody) {
      const needed = Math.min(largestBody(asking.api, operation.body!) / KIB, LARGEST_KIB);
      const limit = await asking.limitOf(operation);
      const isWhatTheProviderLikes = operation.path.includes('/webhooks/');
      if (limit < needed || (limit > 16 && limit > needed * 3 && !isWhatTheProviderLikes))
        odd.push(`${named(operation)} needs ${Math.ceil(needed)} KiB, and takes ${limit}`);
    }
    expect(odd).toEqual([]);
  });

  it.each([
    ['unknown members', '/auth/login', membersOf(121_777)],
    ['unknown members, as many as are parsed', '/auth/login', membersOf(199)],
    ['unknown members within a list', '/carts', `{"items":[${membersOf(80_000)}]}`],
    ['empty objects', '/carts', `{"items":[${'{},'.repeat(340_000)}{}]}`],
    ['empty objects, as many as are parsed', '/carts', `{"items":[${'{},'.repeat(999)}{}]}`],
    ['unknown members, each long', '/carts', `{"items":[${membersOf(100, 'n'.repeat(600))}]}`],
  ])('of %s is refused at once (POST %s)', async (_, path, payload) => {
    const headers = { 'content-type': 'application/json' };
    const statuses: number[] = [];
    const post = async () => {
      const answer = await shop.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
      statuses.push(answer.statusCode);
    };
    expect(await settledBusyMilliseconds(post, MOST_MS)).toBeLessThan(MOST_MS);
    expect([400, 413]).toContain(statuses[0]);
  });
});

describe('a form', () => {
  it('costs no more than its size, nor do its fields', async () => {
    await asking.signIn();
    const uploads = asking.api.operations.filter(({ takesUpload }) => takesUpload);
    expect(uploads.length).toBeGreaterThan(0);
    // Many fields come in many reads of the connection: what one of them brings is parsed at once.
    const fields = [
      Object.fromEntries(Array.from({ length: 700 }, (_, at) => [`f${at}`, 'x'])),
      { alt: 'a'.repeat(1_000_000), x: '\u0301\u0316'.repeat(200_000) },
      { ['n'.repeat(100_000)]: '1' },
      { dryRun: ' t'.repeat(2_000), currency: 'A'.repeat(4_000) },
    ];
    const requests = uploads.flatMap((operation) =>
      fields.map((each, at) => {
        const { body, headers } = multipart(Buffer.from('x'), { fields: each });
        return [`fields ${at}`, operation, { payload: body, headers }] as const;
      }),
    );
    expect(await asking.slowOf(requests)).toEqual([]);
  });
});

describe('the measure', () => {
  it('counts work of this thread, and neither waiting nor the work of others', async () => {
    const hash = promisify(pbkdf2);
    const spin = async () => {
      const { user } = process.cpuUsage();
      while (process.cpuUsage().user - user < 80_000);
    };
    expect(await busyMilliseconds(spin)).toBeGreaterThan(MOST_MS);
    const apart = () => Promise.all([hash('a', 'b', 300_000, 64, 'sha512'), pause(80)]);
    expect(await settledBusyMilliseconds(apart, MOST_MS)).toBeLessThan(MOST_MS);
  });
});

function membersOf(count: number, prefix = ''): string {
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: count }, (_, at) => [prefix + at.toString(36), 0])),
  );
}
