import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aLevel } from '../support/builders/stock.js';
import { Random } from '../support/random.js';
import { openShop, type TestShop } from '../support/shop.js';
import { ApiMap } from './knowledge/document.js';
import { Cast } from './knowledge/cast.js';
import { Corpus } from './knowledge/corpus.js';
import { fuzz, FUZZED_SHOP } from './fuzz.js';
import { hostileInput } from './mutations/hostile.js';
import { asCurl, type FuzzRequest } from './requests/request.js';
import { Requests } from './requests/requests.js';
import { Values } from './requests/values.js';
import { described, verdictOn } from './judgement/verdict.js';
import { ApiDocument } from '../../src/common/openapi/api-document.js';
import { UsersService } from '../../src/auth/accounts/users.service.js';

const hostile = hostileInput(process.env['CARTWRIGHT_DATA']);

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ env: FUZZED_SHOP });
});
afterAll(() => shop.close());

/** The requests that a seed makes of a shop that nothing is known of. */
function requestsOf(seed: number, count: number): FuzzRequest[] {
  const random = new Random(seed);
  const corpus = new Corpus();
  const api = new ApiMap(shop.get(ApiDocument).content!);
  const desk = { api, random, corpus, cast: new Cast(shop), values: new Values(api, corpus, random, '0') };
  const requests = new Requests({ ...desk, sign: () => ({}) }, hostile);
  return Array.from({ length: count }, () => requests.next());
}

describe('The fuzzer', () => {
  it('asks the same questions for the same seed, and others for another', () => {
    const asked = (seed: number) =>
      requestsOf(seed, 100).map(({ method, target, headers, payload }) => {
        // Some are 30 MB, too long to be compared byte by byte.
        const digest = payload && createHash('sha256').update(payload).digest('hex');
        return [method, target, headers, digest];
      });
    expect(asked(7)).toEqual(asked(7));
    expect(asked(7)).not.toEqual(asked(8));
  });

  it('shows a request as a line that a shell sends as it was', () => {
    const hard = requestsOf(3, 300).filter(({ payload }) => (payload?.length ?? 0) < 5_000);
    for (const request of hard.filter((_, index) => index % 30 === 0)) {
      const script = `SHOP=http://shop; curl() { printf '%s\\n' "$@" >&2; cat; }; ${asCurl(request)}`;
      const { stderr, stdout } = spawnSync('bash', ['-c', script], { input: '' });
      const sent = stderr.toString('latin1');
      expect(sent).toContain(`http://shop${request.target}\n`);
      for (const [name, value] of Object.entries(request.headers))
        expect(sent).toContain(`${name}: ${value}\n`);
      const inline = sent.split('--data-binary\n')[1]?.replace(/\n$/, '') ?? '@-';
      const payload = inline === '@-' ? stdout : Buffer.from(inline, 'latin1');
      expect(payload).toEqual(request.payload ?? Buffer.alloc(0));
    }
  });
});

describe('The cast', () => {
  it('replaces who is suspended while a new session is made', async () => {
    const cast = new Cast(shop);
    await cast.gather();
    const former = cast.account('customer')!.user;
    const path = `/users/${former.id}`;
    const { token } = cast.account('owner')!;
    vi.spyOn(cast, 'stands').mockImplementation(async () => {
      expect((await shop.http.patch(path, { status: 'suspended' }, { token })).status).toBe(200);
      return true;
    });
    await cast.renew('customer');
    expect(cast.account('customer')!.user.id).not.toBe(former.id);
  });
});

describe('The shop', () => {
  it('answers hundreds of requests of all kinds as its document says, and stays whole', async () => {
    const tally = await fuzz(shop, { requests: 600, seed: 1, lanes: 4, hostile });
    expect([...tally.findings.values()].map(described).join('\n')).toBe('');
    expect(verdictOn(tally, 1).isPass).toBe(true);
    // Most of the routes let somebody in, or the run has shown little.
    expect(tally.answers(2)).toBeGreaterThan(150);
    expect(tally.unreached.length).toBeLessThan(tally.operations.length / 2);
  });

  it('is found out when a request keeps all others waiting, and which it is', async () => {
    // Every lane begins with this list, whatever its seed.
    const users = shop.get(UsersService);
    const list = users.list.bind(users);
    const slow = vi.spyOn(users, 'list').mockImplementation((query) => {
      const { user } = process.cpuUsage();
      while (process.cpuUsage().user - user < 120_000);
      return list(query);
    });
    const { findings } = await fuzz(shop, { requests: 100, seed: 2, lanes: 4, hostile });
    slow.mockRestore();
    const still = [...findings.values()].filter(({ key }) => key.endsWith('stands still'));
    expect(still.length).toBeGreaterThan(0);
    for (const { key } of still) expect(key).toMatch(/ \/api\/v1\/users stands still$/);
    expect(described(still[0]!)).toMatch(/waiting for \d+ ms[^]*curl/);
  });

  it('is found out when a route breaks, or the books are wrong', async () => {
    const { variantId } = await aLevel(shop);
    await shop.sql('ALTER TABLE tax_rates RENAME COLUMN millionths TO parts');
    await shop.sql('UPDATE stock_levels SET on_hand = on_hand + 1 WHERE variant_id = $1', [variantId]);
    const { findings } = await fuzz(shop, { requests: 250, seed: 1, lanes: 4, hostile });

    const failure = [...findings.values()].find(({ key }) => / \/api\/v1\/tax-rates.* 500 /.test(key));
    expect(failure && described(failure)).toMatch(
      /column "millionths" [^]*src\/taxes[^]*by \w+; [^]*curl -i --path-as-is -X \w+ "\$SHOP"/,
    );
    expect([...findings.keys()]).toContain('broken: inventory.on_hand_equals_movements');
  });
});
