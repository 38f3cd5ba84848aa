import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class RefuseToTruncateAppendOnlyTables1795433400000 extends ForwardMigration {
  readonly sql = `
    -- A row trigger does not see TRUNCATE.
    CREATE TRIGGER outbox_never_emptied BEFORE TRUNCATE ON outbox
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER stock_movements_never_emptied BEFORE TRUNCATE ON stock_movements
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER order_events_never_emptied BEFORE TRUNCATE ON order_events
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER payment_transactions_never_emptied BEFORE TRUNCATE ON payment_transactions
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER ledger_transactions_never_emptied BEFORE TRUNCATE ON ledger_transactions
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER ledger_entries_never_emptied BEFORE TRUNCATE ON ledger_entries
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  `;
}
