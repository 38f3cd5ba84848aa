import type { Invariant } from '../common/doctor/invariant.js';

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
    sql: `SELECT level.variant_id, level.location_id, level.reserved, coalesce(open.units, 0) AS open_units
          FROM stock_levels level
          LEFT JOIN (SELECT variant_id, location_id, sum(quantity) AS units FROM reservations
                     WHERE state = 'open' GROUP BY variant_id, location_id) AS open USING (variant_id, location_id)
          WHERE level.reserved <> coalesce(open.units, 0) LIMIT 20`,
  },
  {
    name: 'inventory.on_hand_equals_movements',
    says: 'The units on hand of a level are the sum of its movements.',
    sql: `SELECT level.variant_id, level.location_id, level.on_hand, coalesce(moved.units, 0) AS moved
          FROM stock_levels level
          LEFT JOIN (SELECT variant_id, location_id, sum(quantity) AS units FROM stock_movements
                     GROUP BY variant_id, location_id) AS moved USING (variant_id, location_id)
          WHERE level.on_hand <> coalesce(moved.units, 0) LIMIT 20`,
  },
  {
    name: 'inventory.claims_left_the_shelf_once',
    says: 'The movements of an order say the same as its reservations: committed units left once, returned ones came back.',
    sql: `SELECT reservation.order_id, reservation.variant_id, reservation.state, coalesce(moved.units, 0) AS moved
          FROM reservations reservation
          LEFT JOIN (SELECT order_id, variant_id, location_id, sum(quantity) AS units FROM stock_movements
                     WHERE order_id IS NOT NULL GROUP BY order_id, variant_id, location_id) AS moved
            USING (order_id, variant_id, location_id)
          WHERE coalesce(moved.units, 0) <> CASE reservation.state
            WHEN 'claimed' THEN reservation.returned_quantity - reservation.quantity ELSE 0 END LIMIT 20`,
  },
];
