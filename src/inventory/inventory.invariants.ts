import type { Invariant } from '../common/doctor/invariant.js';

/** What must hold of stock in any database at any moment. */
export const inventoryInvariants: readonly Invariant[] = [
  {
    name: 'inventory.levels_within_bounds',
    says: 'No more units are reserved than are on hand, and neither is negative.',
    sql: `SELECT variant_id, location_id, on_hand, reserved FROM stock_levels
          WHERE reserved < 0 OR reserved > on_hand OR on_hand > 2000000000 LIMIT 20`,
  },
  {
    name: 'inventory.reserved_equals_open_reservations',
    says: 'The reserved units of a level are those of its open reservations.',
    sql: `SELECT level.variant_id, level.location_id, level.reserved, coalesce(sum(open.quantity), 0) AS open_units
          FROM stock_levels level
          LEFT JOIN reservations open
            ON open.variant_id = level.variant_id AND open.location_id = level.location_id AND open.state = 'open'
          GROUP BY level.variant_id, level.location_id
          HAVING level.reserved <> coalesce(sum(open.quantity), 0) LIMIT 20`,
  },
  {
    name: 'inventory.on_hand_equals_movements',
    says: 'The units on hand of a level are the sum of its movements.',
    sql: `SELECT level.variant_id, level.location_id, level.on_hand, coalesce(sum(movement.quantity), 0) AS moved
          FROM stock_levels level
          LEFT JOIN stock_movements movement USING (variant_id, location_id)
          GROUP BY level.variant_id, level.location_id
          HAVING level.on_hand <> coalesce(sum(movement.quantity), 0) LIMIT 20`,
  },
  {
    name: 'inventory.claims_left_the_shelf_once',
    says: 'The movements of an order say the same as its reservations: claimed units left once, returned ones came back.',
    sql: `SELECT reservation.order_id, reservation.variant_id, reservation.state, coalesce(sum(movement.quantity), 0) AS moved
          FROM reservations reservation
          LEFT JOIN stock_movements movement USING (order_id, variant_id, location_id)
          GROUP BY reservation.order_id, reservation.variant_id, reservation.location_id
          HAVING coalesce(sum(movement.quantity), 0) <>
            CASE reservation.state WHEN 'claimed' THEN -reservation.quantity ELSE 0 END LIMIT 20`,
  },
];
