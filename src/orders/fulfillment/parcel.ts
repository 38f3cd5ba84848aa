import type { DomainError } from '../../common/errors/domain-error.js';
import type { OrderLine } from '../entities/order-line.entity.js';
import {
  type ExcessUnits,
  FulfillmentExceedsOrdered,
  OrderItemNotFound,
  OrderNotFulfillable,
} from '../orders.errors.js';

export interface LineUnits {
  readonly lineId: string;
  readonly quantity: number;
}

export interface ItemQuantity {
  readonly itemId: string;
  readonly quantity: number;
}

/** Packs the wanted units, or all open ones. */
export function pack(lines: readonly OrderLine[], wanted: readonly ItemQuantity[] | undefined): LineUnits[] {
  if (wanted !== undefined) return openUnits(lines, wanted, FulfillmentExceedsOrdered);
  const rest = allThatRemains(lines);
  if (rest.length === 0) throw new OrderNotFulfillable('Nothing of it remains to be sent.');
  return rest;
}

/** One entry for each line. Throws when a line has fewer open units. */
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

export function leavesNothing(lines: readonly OrderLine[], taken: readonly LineUnits[]): boolean {
  return units(allThatRemains(lines)) === units(taken);
}

const units = (taken: readonly LineUnits[]): number => taken.reduce((all, { quantity }) => all + quantity, 0);

function allThatRemains(lines: readonly OrderLine[]): LineUnits[] {
  return lines
    .map((line) => ({ lineId: line.id, quantity: line.remainingQuantity }))
    .filter(({ quantity }) => quantity > 0);
}

function added(wanted: readonly ItemQuantity[]): LineUnits[] {
  const quantities = new Map<string, number>();
  for (const { itemId, quantity } of wanted) {
    const lineId = itemId.toLowerCase();
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
  return [...quantities].map(([lineId, quantity]) => ({ lineId, quantity }));
}
