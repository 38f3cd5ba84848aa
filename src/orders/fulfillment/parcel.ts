import type { DomainError } from '../../common/errors/domain-error.js';
import type { OrderLine } from '../entities/order-line.entity.js';
import {
  type ExcessUnits,
  FulfillmentExceedsOrdered,
  OrderItemNotFound,
  OrderNotFulfillable,
} from '../orders.errors.js';

/** Units of one order line that are sent or canceled. */
export interface LineUnits {
  readonly lineId: string;
  readonly quantity: number;
}

/** Units of an item, as a request names them. */
export interface ItemQuantity {
  readonly itemId: string;
  readonly quantity: number;
}

/** Packs the wanted units, or all open ones. Throws when nothing is open. */
export function pack(lines: readonly OrderLine[], wanted: readonly ItemQuantity[] | undefined): LineUnits[] {
  if (wanted !== undefined) return openUnits(lines, wanted, FulfillmentExceedsOrdered);
  const rest = allThatRemains(lines);
  if (rest.length === 0) throw new OrderNotFulfillable('Nothing of it remains to be sent.');
  return rest;
}

/**
 * The wanted units, one entry for each line. Throws when the order has no such line, or a line has fewer open units.
 */
export function openUnits(
  lines: readonly OrderLine[],
  wanted: readonly ItemQuantity[],
  Exceeded: new (items: readonly ExcessUnits[]) => DomainError,
): LineUnits[] {
  const units = added(wanted);
  const remaining = new Map(lines.map((line) => [line.id, line.remainingQuantity]));
  for (const { lineId } of units) if (!remaining.has(lineId)) throw new OrderItemNotFound(lineId);
  const excess = units
    .map(({ lineId, quantity }) => ({
      itemId: lineId,
      requested: quantity,
      remaining: remaining.get(lineId) ?? 0,
    }))
    .filter((item) => item.requested > item.remaining);
  if (excess.length > 0) throw new Exceeded(excess);
  return units;
}

/** Whether no unit stays open after these are sent or canceled. */
export function leavesNothing(lines: readonly OrderLine[], taken: readonly LineUnits[]): boolean {
  return units(allThatRemains(lines)) === units(taken);
}

const units = (taken: readonly LineUnits[]): number => taken.reduce((all, { quantity }) => all + quantity, 0);

function allThatRemains(lines: readonly OrderLine[]): LineUnits[] {
  return lines
    .map((line) => ({ lineId: line.id, quantity: line.remainingQuantity }))
    .filter(({ quantity }) => quantity > 0);
}

/** Adds the quantities of a line that is named twice. */
function added(wanted: readonly ItemQuantity[]): LineUnits[] {
  const quantities = new Map<string, number>();
  for (const { itemId, quantity } of wanted) {
    const lineId = itemId.toLowerCase();
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
  return [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
}
