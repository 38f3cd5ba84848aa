import { ForwardMigration } from '../src/common/database/forward-migration.js';

export class LetOldEventsGo1796011100000 extends ForwardMigration {
  readonly sql = `
    SET LOCAL lock_timeout = '2s';
    -- The log stays append-only, with one exception: events of more than 30 days that nobody waits for may go. What is
    -- younger is needed by the doctor, which counts them, and by whoever asks what has happened.
    CREATE FUNCTION refuse_to_forget_events() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT FROM gone WHERE occurred_at > now() - interval '30 days') THEN
        RAISE EXCEPTION 'outbox is append-only: an event of the last 30 days cannot go'
          USING ERRCODE = 'restrict_violation';
      END IF;
      IF EXISTS (SELECT FROM gone JOIN graphile_worker._private_jobs AS job
                 ON job.payload ->> 'eventId' = gone.id::text) THEN
        RAISE EXCEPTION 'outbox is append-only: an event that waits to be delivered cannot go'
          USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NULL;
    END $$;

    DROP TRIGGER outbox_append_only ON outbox;
    CREATE TRIGGER outbox_append_only BEFORE UPDATE ON outbox
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER outbox_forgets_delivered AFTER DELETE ON outbox REFERENCING OLD TABLE AS gone
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_forget_events();
  `;
}
