import type { Invariant } from './invariant.js';

export const DATABASE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'common.time_outs_are_set',
    says:
      'The serving role has time-outs for statements, locks and idle transactions, also through a pooler. ' +
      'A restored dump lacks them until `migration:run` has run once.',
    // The session's initial value: the doctor raises its own.
    sql: `SELECT name, reset_val AS setting FROM pg_settings
          WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
            AND reset_val = '0'
          LIMIT 20`,
  },
  {
    name: 'common.indexes_are_valid',
    says: 'No failed build has left an index, which would be written but never used.',
    // An index under construction is not valid yet.
    sql: `SELECT indexrelid::regclass::text AS index FROM pg_index
          WHERE NOT indisvalid AND NOT EXISTS (
            SELECT FROM pg_stat_progress_create_index AS build WHERE build.index_relid = indexrelid) LIMIT 20`,
  },
  {
    name: 'common.idempotency_leases_end',
    says: 'No request with an Idempotency-Key runs long after its lease has expired.',
    sql: `SELECT scope, key, lease_until FROM idempotency_keys
          WHERE state = 'in_progress' AND lease_until < now() - interval '5 minutes' LIMIT 20`,
  },
  {
    name: 'common.no_job_is_parked',
    // A job whose key a newer one took has no tries left either, and needs none.
    says: 'No background job has run out of tries.',
    sql: `SELECT id, task_identifier, attempts, last_error FROM graphile_worker.jobs
          WHERE attempts >= max_attempts AND NOT (key IS NULL AND updated_at > created_at) LIMIT 20`,
  },
  {
    name: 'common.no_job_is_late',
    says: 'No event or other job has been due for more than 15 minutes.',
    sql: `SELECT id, task_identifier, run_at, locked_at FROM graphile_worker.jobs
          WHERE attempts < max_attempts AND run_at < now() - interval '15 minutes'
            AND (locked_at IS NULL OR locked_at < now() - interval '15 minutes') LIMIT 20`,
  },
  {
    name: 'common.deliveries_have_events',
    says: 'Every waiting delivery belongs to an event in the log.',
    sql: `SELECT job.id, job.payload->>'eventId' AS event_id
          FROM graphile_worker._private_jobs AS job JOIN graphile_worker._private_tasks AS task ON task.id = job.task_id
          WHERE task.identifier = 'event'
            AND NOT EXISTS (SELECT FROM outbox WHERE outbox.id = (job.payload->>'eventId')::uuid) LIMIT 20`,
  },
];
