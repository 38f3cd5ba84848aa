import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { InsufficientStock, InventoryFacade, MAX_ON_HAND } from '../../src/inventory/index.js';
import { OnHandTooLarge } from '../../src/inventory/inventory.errors.js';
import { LevelsRepository } from '../../src/inventory/levels.repository.js';
import { LevelsService } from '../../src/inventory/levels.service.js';
import { behind } from '../support/behind.js';
import { aLevel, aReservation, countsOf } from '../support/builders/stock.js';
import { openShop, type TestShop } from '../support/shop.js';

const TTL = 900;
const MOST_ON_SHELF = 2_000_000_000;

let shop: TestShop;
let inventory: InventoryFacade;

beforeAll(async () => {
  shop = await openShop({ worker: false, env: { DATABASE_POOL_WAIT_MS: '20000' } });
  inventory = shop.get(InventoryFacade);
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const times = <T>(count: number, work: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, index) => work(index)));

const succeeded = (outcomes: readonly PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

const reasons = (outcomes: readonly PromiseSettledResult<unknown>[]): unknown[] =>
  outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));

const stateOf = async (orderId: string) =>
  (await shop.sql<{ state: string }>('SELECT state FROM reservations WHERE order_id = $1', [orderId])).map(
    ({ state }) => state,
  );

const movementsOf = (variantId: string) =>
  shop.sql(
    'SELECT kind, quantity, order_id AS "orderId" FROM stock_movements WHERE variant_id = $1 ORDER BY id',
    [variantId],
  );

const crossingsOf = async (variantId: string): Promise<boolean[]> =>
  (
    await shop.sql<{ available: boolean }>(
      `SELECT (payload->>'available')::boolean AS available FROM outbox
       WHERE type = 'inventory.availability_changed' AND aggregate_id = $1 ORDER BY id`,
      [variantId],
    )
  ).map(({ available }) => available);

describe('registering', () => {
  it('gives a variant a level, and a movement where units come with it', async () => {
    const empty = await aLevel(shop, 0);
    const full = await aLevel(shop, 7);

    expect(
      await shop.ask(inventory.available({ variantIds: [empty.variantId, full.variantId, uuidv7()] })),
    ).toEqual(
      new Map([
        [empty.variantId, 0],
        [full.variantId, 7],
      ]),
    );
    expect(await movementsOf(empty.variantId)).toEqual([]);
    expect(await movementsOf(full.variantId)).toEqual([{ kind: 'initial', quantity: 7, orderId: null }]);
  });

  it('keeps movements for ever, whoever asks', async () => {
    const { variantId } = await aLevel(shop);
    await expect(
      shop.sql('UPDATE stock_movements SET quantity = 1 WHERE variant_id = $1', [variantId]),
    ).rejects.toThrow('append-only');
    await expect(shop.sql('DELETE FROM stock_movements WHERE variant_id = $1', [variantId])).rejects.toThrow(
      'append-only',
    );
  });

  it('never lets the counts leave their bounds, whoever asks', async () => {
    const { variantId } = await aLevel(shop);
    for (const change of ['on_hand = -1', 'reserved = -1', 'reserved = 11', 'on_hand = 2000000001']) {
      await expect(
        shop.sql(`UPDATE stock_levels SET ${change} WHERE variant_id = $1`, [variantId]),
      ).rejects.toThrow('stock_levels_bounds');
    }
  });

  it('reserves nothing of a variant that is retired, and lets orders keep what they hold', async () => {
    const { variantId } = await aLevel(shop);
    const orderId = await aReservation(shop, variantId, 2);
    await inventory.retire([variantId]);

    await expect(aReservation(shop, variantId)).rejects.toThrow(InsufficientStock);
    expect(await shop.ask(inventory.available({ variantIds: [variantId] }))).toEqual(new Map());
    expect(await inventory.commit(orderId)).toBe(true);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 8, reserved: 0 });
  });
});

describe('reserving', () => {
  it('holds the units of an order until its time', async () => {
    const { variantId } = await aLevel(shop, 3);
    const orderId = await aReservation(shop, variantId, 2);

    expect(await countsOf(shop, variantId)).toEqual({ onHand: 3, reserved: 2 });
    const [{ left }] = await shop.sql(
      'SELECT extract(epoch FROM expires_at - now())::integer AS left FROM reservations WHERE order_id = $1',
      [orderId],
    );
    expect(left).toBeGreaterThan(TTL - 60);
    expect(left).toBeLessThanOrEqual(TTL);
  });

  it('adds up lines of one variant before it looks', async () => {
    const { variantId, sku } = await aLevel(shop, 3);
    const lines = [
      { variantId, quantity: 2 },
      { variantId, quantity: 2 },
    ];
    const refused = inventory.reserve(uuidv7(), lines, TTL);
    await expect(refused).rejects.toMatchObject({
      extra: { items: [{ variantId, sku, requested: 4, stock: 'few_left' }] },
    });

    const orderId = uuidv7();
    await inventory.reserve(orderId, [lines[0]!, { variantId, quantity: 1 }], TTL);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 3, reserved: 3 });
  });

  it('reserves all lines or none, and names those that are short', async () => {
    const [plenty, scarce, unknown] = [await aLevel(shop, 10), await aLevel(shop, 1), uuidv7()];
    const reserve = inventory.reserve(
      uuidv7(),
      [
        { variantId: plenty.variantId, quantity: 5 },
        { variantId: scarce.variantId, quantity: 2 },
        { variantId: unknown, quantity: 1 },
      ],
      TTL,
    );

    const error = await reserve.catch((refusal: unknown) => refusal as InsufficientStock);
    expect(error).toBeInstanceOf(InsufficientStock);
    const { items } = (error as InsufficientStock).extra as { items: { variantId: string }[] };
    expect(new Map(items.map((item) => [item.variantId, item]))).toEqual(
      new Map([
        [scarce.variantId, { variantId: scarce.variantId, sku: scarce.sku, requested: 2, stock: 'few_left' }],
        [unknown, { variantId: unknown, sku: null, requested: 1, stock: 'out_of_stock' }],
      ]),
    );
    expect(await countsOf(shop, plenty.variantId)).toEqual({ onHand: 10, reserved: 0 });
  });

  it('leaves a transaction usable that goes on after a refusal', async () => {
    const { variantId } = await aLevel(shop, 1);
    const other = await aLevel(shop, 1);
    await shop.get(Transaction).run(async () => {
      await inventory.reserve(uuidv7(), [{ variantId, quantity: 2 }], TTL).catch(() => undefined);
      await inventory.reserve(uuidv7(), [{ variantId: other.variantId, quantity: 1 }], TTL);
    });
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 1, reserved: 0 });
    expect(await countsOf(shop, other.variantId)).toEqual({ onHand: 1, reserved: 1 });
  });

  it('reserves once for an order that asks twice, and again after a release', async () => {
    const { variantId } = await aLevel(shop, 1);
    const orderId = await aReservation(shop, variantId);
    const lines = [{ variantId, quantity: 1 }];

    await inventory.reserve(orderId, lines, TTL);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 1, reserved: 1 });

    await inventory.release(orderId);
    await inventory.reserve(orderId, lines, TTL);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 1, reserved: 1 });
    expect(await stateOf(orderId)).toEqual(['open']);
  });

  it('sells 10 units to exactly 10 of 200 buyers at once', async () => {
    const { variantId } = await aLevel(shop, 10);
    const outcomes = await times(200, () => aReservation(shop, variantId));

    expect(succeeded(outcomes)).toBe(10);
    expect(reasons(outcomes).every((reason) => reason instanceof InsufficientStock)).toBe(true);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 10, reserved: 10 });
    expect(await crossingsOf(variantId)).toEqual([false]);
  });

  it.each([
    ['commits', InsufficientStock],
    ['is rolled back', undefined],
  ])(
    'waits for the order that takes the last unit, and judges by what it leaves when it %s',
    async (end, refusal) => {
      const { variantId } = await aLevel(shop, 1);
      const second = await behind(
        shop,
        () => aReservation(shop, variantId),
        () => aReservation(shop, variantId).catch((error: unknown) => error),
        end === 'commits',
      );

      if (refusal) expect(second).toBeInstanceOf(refusal);
      else expect(second).toEqual(expect.any(String));
      expect(await countsOf(shop, variantId)).toEqual({ onHand: 1, reserved: 1 });
    },
  );

  it('waits for the order that gives units back, and has them', async () => {
    const { variantId } = await aLevel(shop, 2);
    const orderId = await aReservation(shop, variantId, 1);
    await behind(
      shop,
      () => inventory.release(orderId),
      () => aReservation(shop, variantId, 2),
    );
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 2, reserved: 2 });
  });

  it('waits for the count that finds more units, and has them', async () => {
    const { variantId } = await aLevel(shop, 1);
    await behind(
      shop,
      () => shop.get(LevelsService).setOnHand(variantId, 3, undefined, uuidv7()),
      () => aReservation(shop, variantId, 3),
    );
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 3, reserved: 3 });
  });

  it('serves baskets of the same variants in any order without one deadlock', async () => {
    const levels = await Promise.all([1, 2, 3, 4].map(() => aLevel(shop, 1_000_000)));
    const forth = levels.map(({ variantId }) => ({ variantId, quantity: 1 }));
    const back = forth.toReversed();
    const statements = await shop.statementsOf(async () => {
      const outcomes = await times(1000, (index) =>
        inventory.reserve(uuidv7(), index % 2 === 0 ? forth : back, TTL),
      );
      expect(reasons(outcomes)).toEqual([]);
    });
    // A deadlock would be hidden by the transaction's second attempt, which begins once more.
    expect(statements.filter((text) => text.includes('START TRANSACTION'))).toHaveLength(1000);
    for (const { variantId } of levels) {
      expect(await countsOf(shop, variantId)).toEqual({ onHand: 1_000_000, reserved: 1000 });
    }
  });

  it('reserves in one statement, whatever the number of lines', async () => {
    const levels = await Promise.all(Array.from({ length: 20 }, () => aLevel(shop, 100)));
    const statements = await shop.statementsOf(() =>
      inventory.reserve(
        uuidv7(),
        levels.map(({ variantId }) => ({ variantId, quantity: 1 })),
        TTL,
      ),
    );
    expect(statements).toHaveLength(3);
    expect(statements.at(0)).toContain('START TRANSACTION');
    expect(statements.at(-1)).toContain('COMMIT');
  });
});

describe('settling a reservation', () => {
  it('takes the units off the shelf when the order is paid', async () => {
    const { variantId } = await aLevel(shop, 5);
    const orderId = await aReservation(shop, variantId, 2);

    expect(await inventory.commit(orderId)).toBe(true);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 3, reserved: 0 });
    expect((await movementsOf(variantId)).at(-1)).toEqual({ kind: 'sale', quantity: -2, orderId });
  });

  it('says whether an order has its units', async () => {
    const { variantId } = await aLevel(shop);
    const orderId = await aReservation(shop, variantId);
    expect(await inventory.commit(orderId)).toBe(true);
    expect(await inventory.commit(orderId)).toBe(true);

    const released = await aReservation(shop, variantId);
    await inventory.release(released);
    expect(await inventory.commit(released)).toBe(false);
    expect(await inventory.commit(uuidv7())).toBe(false);
  });

  it('gives units back when the order comes to nothing', async () => {
    const { variantId } = await aLevel(shop, 5);
    const orderId = await aReservation(shop, variantId, 2);
    await inventory.release(orderId);

    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
    expect(await stateOf(orderId)).toEqual(['released']);
  });

  it('forgets what came back alone', async () => {
    const { variantId } = await aLevel(shop, 5);
    const [held, sold, back] = [
      await aReservation(shop, variantId),
      await aReservation(shop, variantId),
      await aReservation(shop, variantId),
    ];
    await inventory.commit(sold);
    await inventory.release(back);
    await inventory.forget([held, sold, back]);
    expect([await stateOf(held), await stateOf(sold), await stateOf(back)]).toEqual([
      ['open'],
      ['claimed'],
      [],
    ]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 4, reserved: 1 });
  });

  it('releases nothing that was committed, and restocks nothing that was not', async () => {
    const { variantId } = await aLevel(shop, 5);
    const committed = await aReservation(shop, variantId, 2);
    await inventory.commit(committed);
    await inventory.release(committed);
    const open = await aReservation(shop, variantId, 1);
    await inventory.restock(open);

    expect(await countsOf(shop, variantId)).toEqual({ onHand: 3, reserved: 1 });
  });

  it('puts committed units back on the shelf', async () => {
    const { variantId } = await aLevel(shop, 5);
    const orderId = await aReservation(shop, variantId, 2);
    await inventory.commit(orderId);
    await inventory.restock(orderId);

    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
    expect((await movementsOf(variantId)).at(-1)).toEqual({ kind: 'return', quantity: 2, orderId });
    expect(await stateOf(orderId)).toEqual(['returned']);
  });

  it('puts them back also where staff have counted as many as anyone may', async () => {
    const { variantId } = await aLevel(shop, 5);
    const orderId = await aReservation(shop, variantId, 2);
    await inventory.commit(orderId);
    const levels = shop.get(LevelsService);
    await levels.setOnHand(variantId, MAX_ON_HAND, undefined, uuidv7());
    await inventory.restock(orderId);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: MAX_ON_HAND + 2, reserved: 0 });

    const adjust = (delta: number) => levels.adjust({ variantId, delta, reason: 'counted' }, uuidv7());
    await expect(adjust(1)).rejects.toThrow(OnHandTooLarge);
    expect((await adjust(-1)).onHand).toBe(MAX_ON_HAND + 1);
  });

  it.each<[string, (orderId: string, variantId: string) => Promise<unknown>]>([
    ['all units', (orderId) => inventory.restock(orderId)],
    ['some units', (orderId, variantId) => inventory.putBack(orderId, [{ variantId, quantity: 2 }])],
  ])('puts %s back on what is left where a full shelf is counted down meanwhile', async (_, giveBack) => {
    const { variantId } = await aLevel(shop);
    const orderId = await aReservation(shop, variantId, 2);
    await inventory.commit(orderId);
    const fill = {
      variantId,
      delta: MOST_ON_SHELF - 8,
      kind: 'count',
      reason: null,
      actorId: uuidv7(),
    } as const;
    await shop.get(LevelsRepository).move(fill);

    await behind(
      shop,
      () => shop.get(LevelsService).setOnHand(variantId, 5, undefined, uuidv7()),
      () => giveBack(orderId, variantId),
    );
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 7, reserved: 0 });
  });

  it('gives back what an order holds that has reserved more meanwhile', async () => {
    const { variantId } = await aLevel(shop, 5);
    const orderId = await aReservation(shop, variantId, 1);
    await behind(
      shop,
      async () => {
        await inventory.release(orderId);
        await inventory.reserve(orderId, [{ variantId, quantity: 3 }], TTL);
      },
      () => inventory.release(orderId),
    );
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 5, reserved: 0 });
  });

  it('keeps open reservations alive, and never shortens them', async () => {
    const { variantId } = await aLevel(shop);
    const orderId = await aReservation(shop, variantId);
    const expiry = async () => {
      const [row] = await shop.sql(
        "SELECT expires_at - now() > interval '1 hour' AS long FROM reservations WHERE order_id = $1",
        [orderId],
      );
      return row.long as boolean;
    };
    expect(await expiry()).toBe(false);
    await inventory.extend(orderId, 7200);
    expect(await expiry()).toBe(true);
    await inventory.extend(orderId, 60);
    expect(await expiry()).toBe(true);
  });

  it('does each step exactly once, however many ask at once', async () => {
    const { variantId } = await aLevel(shop, 100);
    const orderId = uuidv7();
    const lines = [{ variantId, quantity: 3 }];

    const reserved = await times(20, () => inventory.reserve(orderId, lines, TTL));
    expect(reasons(reserved)).toEqual([]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 100, reserved: 3 });

    await times(20, () => inventory.commit(orderId));
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 97, reserved: 0 });

    await times(20, () => inventory.restock(orderId));
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 100, reserved: 0 });
    expect(await movementsOf(variantId)).toHaveLength(3);
  });

  it('either commits or releases when both are asked at once', async () => {
    const { variantId } = await aLevel(shop, 100);
    const orders = await Promise.all(Array.from({ length: 30 }, () => aReservation(shop, variantId)));
    const outcomes = await times(60, async (index) =>
      index % 2 === 0
        ? inventory.commit(orders[index >> 1]!)
        : inventory.release(orders[index >> 1]!).then(() => undefined),
    );

    const commits = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === true);
    expect(reasons(outcomes)).toEqual([]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 100 - commits.length, reserved: 0 });
  });
});

describe('AvailabilityChanged', () => {
  it('is told when the last unit is taken and when one comes back, and never between', async () => {
    const { variantId } = await aLevel(shop, 3);
    const first = await aReservation(shop, variantId, 2);
    expect(await crossingsOf(variantId)).toEqual([]);
    const last = await aReservation(shop, variantId, 1);
    expect(await crossingsOf(variantId)).toEqual([false]);

    await inventory.commit(last);
    expect(await crossingsOf(variantId)).toEqual([false]);
    await inventory.release(first);
    expect(await crossingsOf(variantId)).toEqual([false, true]);
    await inventory.restock(last);
    expect(await crossingsOf(variantId)).toEqual([false, true]);
  });

  it('is not told by a transaction that is rolled back', async () => {
    const { variantId } = await aLevel(shop, 1);
    await expect(
      shop.get(Transaction).run(async () => {
        await aReservation(shop, variantId);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await crossingsOf(variantId)).toEqual([]);
    expect(await countsOf(shop, variantId)).toEqual({ onHand: 1, reserved: 0 });
  });
});
