import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { openShop, type TestShop } from '../support/shop.js';

const PATHS = ['/openapi.json', '/docs', '/docs/', '/docs/swagger-ui-bundle.js', '/docs-json', '/docs-yaml'];
const TOKEN = randomBytes(32).toString('base64url');
const PRODUCTION = { NODE_ENV: 'production', RATE_LIMITS: 'on' };

describe('Documentation and metrics', () => {
  let shop: TestShop;
  afterEach(() => shop.close());

  const open = async (env: Record<string, string>): Promise<void> => {
    shop = await openShop({ worker: false, env });
  };
  const statusOf = async (path: string, headers = {}): Promise<number> =>
    (await shop.app.inject({ method: 'GET', url: path, headers })).statusCode;
  const statuses = async (): Promise<number[]> => {
    const all: number[] = [];
    for (const path of PATHS) all.push(await statusOf(path));
    return all;
  };

  it('are not served in production unless they are asked for', async () => {
    await open(PRODUCTION);
    expect(await statuses()).toEqual(PATHS.map(() => 404));
    expect(await statusOf('/metrics')).toBe(404);
    expect(await statusOf('/metrics', { authorization: `Bearer ${TOKEN}` })).toBe(404);
    for (const method of ['OPTIONS', 'POST'] as const)
      for (const url of [...PATHS, '/metrics'])
        expect([url, (await shop.app.inject({ method, url })).statusCode]).toEqual([url, 404]);
  });

  it('are served in production when they are asked for, the metrics to whoever knows the token', async () => {
    await open({ ...PRODUCTION, API_DOCS: 'on', METRICS_TOKEN: TOKEN });
    expect(await statusOf('/openapi.json')).toBe(200);
    expect(await statusOf('/docs')).toBe(200);
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect(await statusOf('/metrics')).toBe(401);
    expect(await statusOf('/metrics', bearer(`${TOKEN}x`))).toBe(401);
    expect(await statusOf('/metrics', bearer(TOKEN))).toBe(200);
    expect(await statusOf('/health/live', bearer(TOKEN))).toBe(401);
  });

  it('are hidden by API_DOCS=off, the document too', async () => {
    await open({ API_DOCS: 'off' });
    expect(await statuses()).toEqual(PATHS.map(() => 404));
    expect(await statusOf('/metrics')).toBe(200);
  });

  it('count as reads of a client, however their address is written', async () => {
    await open({ RATE_LIMITS: 'on', RATE_LIMIT_READS_PER_MINUTE: '60' });
    const spellings = ['/openapi.json', '/docs/', '/%6fpenapi.json', '/%64ocs/'];
    const answers: { statusCode: number; body: string }[] = [];
    for (let asked = 0; asked < 64; asked += 1)
      answers.push(await shop.app.inject({ method: 'GET', url: spellings[asked % 4]! }));
    expect(answers.slice(0, 60).every(({ statusCode }) => statusCode === 200)).toBe(true);
    for (const { statusCode, body } of answers.slice(60))
      expect([statusCode, (JSON.parse(body) as { code: string }).code]).toEqual([429, 'rate_limited']);
    expect(await statusOf('/api/v1/products')).toBe(429);
  });
});
