import type { OrderLine } from './entities/order-line.entity.js';
import { FulfillmentExceedsOrdered, OrderItemNotFound, OrderNotFulfillable } from './orders.errors.js';

/** Units of one order line that leave. */
export interface Packed {
  readonly lineId: string;
  readonly quantity: number;
}

interface Wanted {
  readonly itemId: string;
  readonly quantity: number;
}

/**
 * What goes into a parcel: what is asked for, one entry for each line, or else all that remains. Throws when a line is
 * not the order's, when more is asked than remains, and when nothing remains.
 */
export function pack(lines: readonly OrderLine[], wanted: readonly Wanted[] | undefined): Packed[] {
  const packed = wanted === undefined ? allThatRemains(lines) : added(wanted);
  if (packed.length === 0) throw new OrderNotFulfillable('Nothing of it remains to be sent.');
  const remaining = new Map(lines.map((line) => [line.id, line.remainingQuantity]));
  for (const { lineId } of packed) if (!remaining.has(lineId)) throw new OrderItemNotFound(lineId);
  const excess = packed
    .map(({ lineId, quantity }) => ({
      itemId: lineId,
      requested: quantity,
      remaining: remaining.get(lineId) ?? 0,
    }))
    .filter((item) => item.requested > item.remaining);
  if (excess.length > 0) throw new FulfillmentExceedsOrdered(excess);
  return packed;
}

/** Whether everything has been sent once the packed units are. */
export function leavesNothing(lines: readonly OrderLine[], packed: readonly Packed[]): boolean {
  return units(allThatRemains(lines)) === units(packed);
}

const units = (packed: readonly Packed[]): number => packed.reduce((all, { quantity }) => all + quantity, 0);

function allThatRemains(lines: readonly OrderLine[]): Packed[] {
  return lines
    .map((line) => ({ lineId: line.id, quantity: line.remainingQuantity }))
    .filter((packed) => packed.quantity > 0);
}

/** One line asked for twice is asked for once, with both quantities. */
function added(wanted: readonly Wanted[]): Packed[] {
  const quantities = new Map<string, number>();
  for (const { itemId, quantity } of wanted) {
    const lineId = itemId.toLowerCase();
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
  return [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
}
