import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Asking, KIB, pathOf } from './asking.js';
import { fillersFor } from './large-values.js';
import { placesIn } from './places.js';
import { openShop, type TestShop } from '../support/shop.js';

/** What fits into the head of a request, whose limit is Node's. */
const HEAD_BYTES = 14_000;
const MANY_TEXTS = ['a', ',', '"', ' a', '%F0%9F', '";', '0', '-', '=', 'W/"a",', 'a.', '\\"'];

let asking: Asking;
let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  asking = new Asking(shop);
  await asking.signIn();
});
afterAll(() => shop.close());

describe('a body', () => {
  it('costs no more than its size, whatever is put wherever', { timeout: 300_000 }, async () => {
    const slow: string[] = [];
    for (const operation of asking.withBody) {
      // The requests may end sessions.
      await asking.signIn();
      const limit = (await asking.limitOf(operation)) * KIB;
      const places = placesIn(asking.api, operation.body!, asking.exampleOf(operation));
      const requests = places.flatMap(({ path, schema, bodyWith }, at) => {
        const rest = Buffer.byteLength(JSON.stringify(bodyWith(null)));
        return fillersFor(schema, at).map(([kind, fill]) => {
          const payload = fill(bodyWith, limit - rest - 2);
          return [`body${path}: ${kind}`, operation, { payload }] as const;
        });
      });
      slow.push(...(await asking.slowOf(requests)));
    }
    expect(slow).toEqual([]);
  });
});

describe('an address', () => {
  it('costs no more than its size', { timeout: 120_000 }, async () => {
    const slow: string[] = [];
    for (const operation of asking.api.operations) {
      await asking.signIn();
      const path = pathOf(operation);
      const queries = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
      const requests = [...queries, 'unknown'].flatMap((name) => [
        ...MANY_TEXTS.map((piece) => [`?${name}=${piece}...`, `${name}=${filled(piece)}`] as const),
        [`?${name} very often`, `${name}=a&`.repeat(HEAD_BYTES / (name.length + 3))] as const,
      ]);
      const paths = MANY_TEXTS.map((piece) => [`/${piece}...`, path + filled(piece)] as const);
      slow.push(
        ...(await asking.slowOf([
          ...requests.map(([name, query]) => [name, operation, { url: `${path}?${query}` }] as const),
          ...paths.map(([name, url]) => [name, operation, { url }] as const),
        ])),
      );
    }
    expect(slow).toEqual([]);
  });
});

describe('a header', () => {
  const EVERYWHERE = [
    'authorization',
    'accept',
    'accept-encoding',
    'cookie',
    'if-none-match',
    'if-match',
    'idempotency-key',
    'x-order-token',
    'x-forwarded-for',
    'user-agent',
    'content-type',
  ];

  it('costs no more than its size', { timeout: 120_000 }, async () => {
    await asking.signIn();
    // Hooks and guards are the same on all routes, so each route meets each header, with one text after the other.
    const requests = asking.api.operations.flatMap((operation, turn) =>
      EVERYWHERE.map((header, at) => {
        const piece = MANY_TEXTS[(turn + at) % MANY_TEXTS.length]!;
        const headers = { [header]: (header === 'authorization' ? 'Bearer ' : '') + filled(piece) };
        return [`${header}: ${piece}...`, operation, { headers, payload: '{}' }] as const;
      }),
    );
    expect(await asking.slowOf(requests)).toEqual([]);
  });
});

const filled = (piece: string): string =>
  piece.replaceAll(' ', '%20').repeat(Math.floor(HEAD_BYTES / piece.length / (piece.includes(' ') ? 2 : 1)));
