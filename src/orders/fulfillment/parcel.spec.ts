import { describe, expect, it } from 'vitest';
import { uuidv7 } from '../../common/database/ids.js';
import { OrderLine } from '../entities/order-line.entity.js';
import { FulfillmentExceedsOrdered, OrderItemNotFound, OrderNotFulfillable } from '../orders.errors.js';
import { leavesNothing, pack } from './parcel.js';

const line = (quantity: number, fulfilledQuantity = 0) =>
  Object.assign(new OrderLine(), { quantity, fulfilledQuantity });

describe('A parcel', () => {
  it('takes all that remains when nothing is named', () => {
    const [sent, begun, fresh] = [line(2, 2), line(3, 1), line(4)] as const;
    expect(pack([sent, begun, fresh], undefined)).toEqual([
      { lineId: begun.id, quantity: 2 },
      { lineId: fresh.id, quantity: 4 },
    ]);
  });

  it('takes what is named, however the id is written, and adds up what is named twice', () => {
    const tee = line(5);
    const wanted = [
      { itemId: tee.id, quantity: 1 },
      { itemId: tee.id.toUpperCase(), quantity: 3 },
    ];
    expect(pack([tee, line(1)], wanted)).toEqual([{ lineId: tee.id, quantity: 4 }]);
  });

  it('takes no more than remains, and tells of each item what does', () => {
    const [tee, mug] = [line(2, 1), line(1)] as const;
    const wanted = [
      { itemId: tee.id, quantity: 2 },
      { itemId: mug.id, quantity: 1 },
    ];
    const excess = new FulfillmentExceedsOrdered([{ itemId: tee.id, requested: 2, remaining: 1 }]);
    expect(() => pack([tee, mug], wanted)).toThrow(excess);
    expect(() => pack([tee, mug], wanted)).toThrow(expect.objectContaining({ extra: excess.extra }));
  });

  it('takes nothing of another order', () => {
    expect(() => pack([line(1)], [{ itemId: uuidv7(), quantity: 1 }])).toThrow(OrderItemNotFound);
  });

  it('is not sent empty', () => {
    expect(() => pack([line(2, 2)], undefined)).toThrow(OrderNotFulfillable);
  });

  it('knows whether it is the last one', () => {
    const [tee, mug] = [line(2, 1), line(1)] as const;
    expect(leavesNothing([tee, mug], pack([tee, mug], undefined))).toBe(true);
    expect(leavesNothing([tee, mug], pack([tee, mug], [{ itemId: tee.id, quantity: 1 }]))).toBe(false);
  });
});
