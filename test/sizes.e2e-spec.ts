import { pbkdf2, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDocument } from '../src/common/http/openapi/api-document.js';
import { ApiMap, type Operation } from './fuzz/knowledge/document.js';
import { largestBody } from './sizes/largest-body.js';
import { fillersFor } from './sizes/large-values.js';
import { placesIn } from './sizes/places.js';
import { anOwner } from './support/builders/accounts.js';
import { busyMilliseconds, settledBusyMilliseconds } from './support/cpu-meter.js';
import { multipart } from './support/multipart.js';
import { openShop, type TestShop } from './support/shop.js';

/** CPU that one request may take from all others. */
const MOST_MS = 50;
const KIB = 1_024;
/** The most that any route takes. */
const LARGEST_KIB = 1_024;
/** What fits into the head of a request, whose limit is Node's. */
const HEAD_BYTES = 14_000;
const MANY_TEXTS = ['a', ',', '"', ' a', '%F0%9F', '";', '0', '-', '=', 'W/"a",', 'a.', '\\"'];

interface Sent {
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer;
}

let shop: TestShop;
let api: ApiMap;
let token: string;
beforeAll(async () => {
  shop = await openShop({ worker: false });
  api = new ApiMap(shop.get(ApiDocument).content!);
});
afterAll(() => shop.close());

const withBody = () => api.operations.filter(({ body }) => body !== undefined);
const named = ({ method, path }: Operation): string => `${method} ${path}`;
const pathOf = ({ path }: Operation): string => path.replace(/\{\w+\}/g, () => randomUUID());

function send(operation: Operation, { url, headers, payload }: Sent) {
  const method = operation.method as 'POST';
  const proof = operation.isPublic ? {} : { authorization: `Bearer ${token}` };
  const sent = { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...proof, ...headers };
  return shop.app.inject({ method, url: url ?? pathOf(operation), headers: sent, payload });
}

/** The requests that take longer than they may. */
async function slowOf(requests: Iterable<readonly [name: string, operation: Operation, sent: Sent]>) {
  const slow: string[] = [];
  for (const [name, operation, sent] of requests) {
    const least = await settledBusyMilliseconds(() => send(operation, sent), MOST_MS);
    if (least > MOST_MS) slow.push(`${named(operation)} ${name}: ${Math.round(least)} ms`);
  }
  return slow;
}

/** KiB of a body that the route takes, as it shows from outside. */
async function limitOf(operation: Operation): Promise<number> {
  for (let kibibytes = LARGEST_KIB; kibibytes > 1; kibibytes /= 2) {
    const payload = '{}'.padEnd(kibibytes * KIB);
    if ((await send(operation, { payload })).statusCode !== 413) return kibibytes;
  }
  return 1;
}

const exampleOf = ({ path, method }: Operation): unknown => {
  const raw = shop.get(ApiDocument).content!.paths[path] as Record<string, { requestBody?: unknown }>;
  const { content } = raw[method.toLowerCase()]!.requestBody as {
    content: Record<string, { example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
  const json = content['application/json']!;
  return json.example ?? Object.values(json.examples ?? {})[0]?.value ?? {};
};

describe('a body', () => {
  beforeAll(async () => void ({ token } = await anOwner(shop)));

  it('may be as large as the document allows, and not many times as large', async () => {
    const odd: string[] = [];
    for (const operation of withBody()) {
      const needed = Math.min(largestBody(api, operation.body!) / KIB, LARGEST_KIB);
      const limit = await limitOf(operation);
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

  it('costs no more than its size, whatever is put wherever', { timeout: 300_000 }, async () => {
    const slow: string[] = [];
    for (const operation of withBody()) {
      // The requests may end sessions.
      ({ token } = await anOwner(shop));
      const limit = (await limitOf(operation)) * KIB;
      const places = placesIn(api, operation.body!, exampleOf(operation));
      const requests = places.flatMap(({ path, schema, bodyWith }, at) => {
        const rest = Buffer.byteLength(JSON.stringify(bodyWith(null)));
        return fillersFor(schema, at).map(([kind, fill]) => {
          const payload = fill(bodyWith, limit - rest - 2);
          return [`body${path}: ${kind}`, operation, { payload }] as const;
        });
      });
      slow.push(...(await slowOf(requests)));
    }
    expect(slow).toEqual([]);
  });
});

describe('an address', () => {
  it('costs no more than its size', { timeout: 120_000 }, async () => {
    const slow: string[] = [];
    for (const operation of api.operations) {
      ({ token } = await anOwner(shop));
      const path = pathOf(operation);
      const queries = operation.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
      const requests = [...queries, 'unknown'].flatMap((name) => [
        ...MANY_TEXTS.map((piece) => [`?${name}=${piece}...`, `${name}=${filled(piece)}`] as const),
        [`?${name} very often`, `${name}=a&`.repeat(HEAD_BYTES / (name.length + 3))] as const,
      ]);
      const paths = MANY_TEXTS.map((piece) => [`/${piece}...`, path + filled(piece)] as const);
      slow.push(
        ...(await slowOf([
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
    ({ token } = await anOwner(shop));
    // Hooks and guards are the same on all routes, so each route meets each header, with one text after the other.
    const requests = api.operations.flatMap((operation, turn) =>
      EVERYWHERE.map((header, at) => {
        const piece = MANY_TEXTS[(turn + at) % MANY_TEXTS.length]!;
        const headers = { [header]: (header === 'authorization' ? 'Bearer ' : '') + filled(piece) };
        return [`${header}: ${piece}...`, operation, { headers, payload: '{}' }] as const;
      }),
    );
    expect(await slowOf(requests)).toEqual([]);
  });
});

describe('a form', () => {
  it('costs no more than its size, nor do its fields', async () => {
    ({ token } = await anOwner(shop));
    const base = await shop.listen();
    const uploads = api.operations.filter(({ takesUpload }) => takesUpload);
    expect(uploads.length).toBeGreaterThan(0);
    const fields = [
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`f${at}`, 'x'])),
      { alt: 'a'.repeat(1_000_000), x: '\u0301\u0316'.repeat(200_000) },
      { ['n'.repeat(100_000)]: '1' },
      { dryRun: ' t'.repeat(2_000), currency: 'A'.repeat(4_000) },
    ];
    const slow: string[] = [];
    for (const operation of uploads) {
      for (const [at, each] of fields.entries()) {
        const { body, headers } = multipart(Buffer.from('x'), { fields: each });
        const proof = { authorization: `Bearer ${token}`, ...headers };
        // As it comes from a client: who sends on after a refusal may be cut off.
        const upload = () =>
          fetch(base + pathOf(operation), { method: operation.method, headers: proof, body }).catch(() => {});
        const least = await settledBusyMilliseconds(upload, MOST_MS);
        if (least > MOST_MS) slow.push(`${named(operation)} fields ${at}: ${Math.round(least)} ms`);
      }
    }
    expect(slow).toEqual([]);
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

const filled = (piece: string): string =>
  piece.replaceAll(' ', '%20').repeat(Math.floor(HEAD_BYTES / piece.length / (piece.includes(' ') ? 2 : 1)));
