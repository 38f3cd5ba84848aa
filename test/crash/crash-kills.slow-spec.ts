import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hangsAt } from '../../src/common/failpoints/failpoint-actions.js';
import { converge } from './convergence.js';
import { type FragileShop, type Goods, Journey } from './journey.js';
import { failpointsOf, scenarioReaching } from './scenarios.js';
import { aStaff } from '../support/builders/accounts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';

/** One of each kind in the common run; all of them with `npm run test:crash`. */
const isSweep = process.env['MODE'] === 'crash';
const ALL = isSweep ? failpointsOf(join(import.meta.dirname, '..', '..', 'src')) : undefined;
/** Killed at the very step. */
const KILLED = ALL ?? ['payments.start_answered', 'payments.unwinding_committed'];
/** Hangs there with all that it holds, locks and transactions, and is killed then. */
const HANGING = ALL ?? ['payments.completion_written'];

const LONG_MS = 900_000;
const LIMIT_MS = 100_000;

describe('A process that is killed', () => {
  /** Lays the ground, and looks at it afterwards; requests go to the process alone. */
  let shop: TestShop;
  let victim: ShopProcess;
  let fragile: FragileShop;
  let goods: Goods;
  let dataDir: string;
  let deaths = 0;

  beforeAll(async () => {
    buildShop();
    dataDir = mkdtempSync(join(tmpdir(), 'cartwright-crash-'));
    const env = { TEST_PROVIDER_DELAY_MS: '50', LOG_LEVEL: 'fatal', DATA_DIR: dataDir };
    shop = await openShop({ worker: false, env });
    victim = new ShopProcess(await freePort());
    fragile = {
      url: () => victim.url,
      sql: (text, parameters) => shop.sql(text, parameters),
      revive: async () => {
        if (victim.isRunning) return;
        deaths += 1;
        await victim.start({ WORKER: 'on' });
      },
    };
    goods = {
      variantId: (await aVariant(shop, { onHand: 1_000 })).variantId,
      shippingMethodId: await aShippingMethod(shop),
      staffToken: '',
    };
  }, 180_000);
  afterEach(async () => {
    await victim.end();
    await shop.doctor();
  });
  afterAll(async () => {
    await victim.end();
    await shop.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const begin = async (point: string) => {
    deaths = 0;
    const { run, outcome } = scenarioReaching(point);
    const journey = new Journey(fragile, { ...goods, staffToken: (await aStaff(shop)).token });
    return async () => converge(fragile, journey, await run(journey, fragile), outcome);
  };

  it.each(KILLED)(
    'at %s leaves nothing half done',
    async (point) => {
      const live = await begin(point);
      await victim.start({ WORKER: 'on', FAILPOINTS: `${point}=kill` });
      await live();
      expect(deaths).toBe(1);
    },
    120_000,
  );

  it.each(HANGING)(
    'while it hangs at %s leaves nothing half done',
    async (point) => {
      const live = await begin(point);
      await victim.start({ WORKER: 'on', FAILPOINTS: `${point}=hang:${LONG_MS}` });
      const die = async (): Promise<void> => {
        await eventually(() => victim.output.includes(hangsAt(point)), LIMIT_MS);
        await victim.end();
      };
      await Promise.all([live(), die()]);
      expect(deaths).toBe(1);
    },
    120_000,
  );
});
