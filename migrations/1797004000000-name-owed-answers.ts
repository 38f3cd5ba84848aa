import { ForwardMigration } from '../src/common/database/forward-migration.js';

/**
 * A payment says in a word which answer it owes. Processes of before read and write `owed_status`, so a trigger keeps both
 * alike until a later release drops it with that column.
 */
export class NameOwedAnswers1797004000000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';

    ALTER TABLE payments
      ADD COLUMN owed_answer text NOT NULL DEFAULT 'started',
      ADD CONSTRAINT payments_owed_answer_check CHECK (owed_answer IN ('started', 'changed')) NOT VALID;

    UPDATE payments SET owed_answer = 'changed' WHERE owed_status = 200 AND idempotency_key IS NOT NULL;

    CREATE FUNCTION keep_owed_answers_alike() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.owed_status <> OLD.owed_status THEN
          NEW.owed_answer := CASE NEW.owed_status WHEN 201 THEN 'started' ELSE 'changed' END;
        ELSE
          NEW.owed_status := CASE NEW.owed_answer WHEN 'started' THEN 201 ELSE 200 END;
        END IF;
        RETURN NEW;
      END
    $$;

    CREATE TRIGGER payments_owed_answers_alike BEFORE UPDATE OF owed_status, owed_answer ON payments
      FOR EACH ROW EXECUTE FUNCTION keep_owed_answers_alike();
  `;
}
