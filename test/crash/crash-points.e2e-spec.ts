import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { armFailpoint } from '../../src/common/failpoints/failpoint.js';
import { throwing } from '../../src/common/failpoints/failpoint-actions.js';
import { converge } from './convergence.js';
import { type FragileShop, type Goods, Journey } from './journey.js';
import { failpointsOf, scenarioReaching } from './scenarios.js';
import { aStaff } from '../support/builders/accounts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { openShop, type TestShop } from '../support/shop.js';

const POINTS = failpointsOf(join(import.meta.dirname, '..', '..', 'src'));

describe('A step that breaks off', () => {
  let shop: TestShop;
  let fragile: FragileShop;
  let goods: Goods;

  beforeAll(async () => {
    shop = await openShop({ env: { TEST_PROVIDER_DELAY_MS: '50', LOG_LEVEL: 'silent' } });
    const url = `${await shop.listen()}/api/v1`;
    fragile = {
      url: () => url,
      sql: (text, parameters) => shop.sql(text, parameters),
      revive: async () => undefined,
    };
    goods = {
      variantId: (await aVariant(shop, { onHand: 1_000 })).variantId,
      shippingMethodId: await aShippingMethod(shop),
      staffToken: (await aStaff(shop)).token,
    };
  });
  afterEach(() => shop.doctor());
  afterAll(() => shop.close());

  it('is planted at every turn of the money path', () => {
    expect(POINTS.length).toBeGreaterThanOrEqual(30);
  });

  it.each(POINTS)('at %s leaves nothing half done', async (point) => {
    let reached = 0;
    const disarm = armFailpoint(point, async () => {
      reached += 1;
      await throwing(point)();
    });
    const { run, outcome } = scenarioReaching(point);
    const journey = new Journey(fragile, goods);
    try {
      const orderId = await run(journey, fragile);
      await converge(fragile, journey, orderId, outcome);
    } finally {
      disarm();
    }
    expect(reached).toBe(1);
  });
});
