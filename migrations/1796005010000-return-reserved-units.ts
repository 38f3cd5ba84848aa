import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class ReturnReservedUnits1796005010000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE reservations
      -- Claimed units that are back on the shelf while the order keeps the others.
      ADD COLUMN returned_quantity integer NOT NULL DEFAULT 0,
      -- Code that does not know of units that came back before cannot return all of them once more.
      ADD CONSTRAINT reservations_returned_within CHECK (CASE state
        WHEN 'claimed' THEN returned_quantity BETWEEN 0 AND quantity
        WHEN 'returned' THEN returned_quantity IN (0, quantity)
        ELSE returned_quantity = 0 END) NOT VALID;
  `;
}
