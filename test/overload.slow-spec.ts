import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './support/eventually.js';
import { openShop, type TestShop } from './support/shop.js';

interface Heard {
  readonly name: string;
  readonly status: number;
  readonly code?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks for one of each kind, again and again, from a thread of its own: this one is going to be blocked. */
const CLIENTS = `
const { parentPort, workerData } = require('node:worker_threads');
const json = { 'content-type': 'application/json' };
const KINDS = {
  catalog: ['/api/v1/products/unknown', {}],
  page: ['/api/v1/products/unknown', { headers: { origin: 'https://shop.example' } }],
  checkout: ['/api/v1/orders', { method: 'POST', headers: json, body: '{}' }],
  webhook: ['/api/v1/webhooks/test', { method: 'POST', headers: json, body: '{}' }],
  live: ['/health/live', {}],
};
async function ask(name) {
  const [path, options] = KINDS[name];
  const answer = await fetch(workerData + path, options);
  const text = await answer.text();
  const { code } = text.startsWith('{') ? JSON.parse(text) : {};
  parentPort.postMessage({ name, status: answer.status, code, headers: Object.fromEntries(answer.headers) });
}
async function follow(name) {
  for (;;) {
    await ask(name).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
for (const name of Object.keys(KINDS)) void follow(name);
`;

const block = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

describe('A shop under overload', () => {
  let shop: TestShop;
  let url: string;

  beforeAll(async () => {
    shop = await openShop({
      worker: false,
      env: {
        LOAD_SHEDDING: 'on',
        CORS_ORIGINS: 'https://shop.example',
        SHED_CATALOG_DELAY_MS: '20',
        SHED_CHECKOUT_DELAY_MS: '500',
        SHED_WEBHOOK_DELAY_MS: '60000',
      },
    });
    url = await shop.listen();
  });
  afterAll(() => shop.close());

  /** What clients hear while the event loop stands still for so long, again and again. */
  async function heardWhileBlockedFor(blockMs: number, times: number): Promise<Heard[]> {
    const clients = new Worker(CLIENTS, { eval: true, workerData: url });
    const heard: Heard[] = [];
    await new Promise((resolve) => clients.once('message', resolve));
    // The first blocks make the shop notice; what counts is what it says from then on.
    for (let time = 0; time < times + 2; time += 1) {
      block(blockMs);
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (time === 1) clients.on('message', (message: Heard) => heard.push(message));
    }
    await clients.terminate();
    return heard;
  }

  /** Part of the answers of a kind that were 503. */
  function refusedShare(heard: readonly Heard[], name: string): number {
    const own = heard.filter((each) => each.name === name);
    expect(own.length).toBeGreaterThan(1);
    return own.filter(({ status }) => status === 503).length / own.length;
  }

  it('refuses the catalog first, and goes on to sell', async () => {
    const heard = await heardWhileBlockedFor(300, 20);
    expect(refusedShare(heard, 'catalog')).toBeGreaterThan(0.7);
    expect(refusedShare(heard, 'checkout')).toBe(0);
    expect(refusedShare(heard, 'webhook')).toBe(0);
    expect(refusedShare(heard, 'live')).toBe(0);
  });

  it("protects browsers in what it refuses as in what it answers, and lets another origin's page read it", async () => {
    // A busy machine is late by itself for a while, and refuses this as well.
    const { headers: answered } = await eventually(async () => {
      const answer = await shop.network.get('/products/unknown');
      return answer.status === 404 ? answer : undefined;
    }).then((answer) => answer!);
    const heard = await heardWhileBlockedFor(300, 20);
    const refusedOf = (kind: string) => heard.find(({ name, status }) => name === kind && status === 503)!;
    const [own, other] = [refusedOf('catalog').headers, refusedOf('page').headers];
    const changing = /^(content-length|date|x-request-id|ratelimit-.*|connection|keep-alive)$/;
    for (const name of Object.keys(answered).filter((each) => !changing.test(each)))
      expect(own[name], name).toBe(answered[name]);
    expect(own['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(other).toMatchObject({
      'access-control-allow-origin': 'https://shop.example',
      'x-content-type-options': 'nosniff',
    });
  });

  it('refuses the checkout next, and still takes webhooks and says that it lives', async () => {
    const heard = await heardWhileBlockedFor(1_500, 6);
    expect(refusedShare(heard, 'catalog')).toBeGreaterThan(0.7);
    expect(refusedShare(heard, 'checkout')).toBeGreaterThan(0.7);
    expect(refusedShare(heard, 'webhook')).toBe(0);
    expect(refusedShare(heard, 'live')).toBe(0);
    const refused = heard.filter(({ status }) => status === 503);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['overloaded']));
    for (const { headers } of refused) expect(headers['retry-after']).toMatch(/^[1-5]$/);
  }, 60_000);

  it('serves all again as soon as it has caught up, and has counted', async () => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await shop.network.get('/products')).status).toBe(200);
    const { text } = await shop.network.get('/metrics');
    expect(text).toMatch(/http_requests_shed_total\{criticality="sheddable"\} [1-9]/);
    expect(text).toMatch(/http_requests_shed_total\{criticality="normal"\} [1-9]/);
  });
});
