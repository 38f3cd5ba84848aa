import type { SeededBug } from './seeded-bug.js';

const IDEMPOTENCY = 'src/common/http/idempotency/idempotency.ts';
const OUTBOX = 'src/common/events/outbox.ts';

export const COMMON_BUGS: readonly SeededBug[] = [
  {
    name: 'idempotency-by-select',
    says: 'Whether a request was done is looked up, and two at once both are done.',
    edits: [
      {
        file: IDEMPOTENCY,
        find: 'pg_try_advisory_xact_lock(hashtextextended($1 || chr(10) || $2, 0)) AS locked',
        put: 'true AS locked',
      },
      {
        file: IDEMPOTENCY,
        find: `[lease.scope, lease.key, lease.fingerprint, status, json, JSON.stringify(secrets)],
    );
    mustWin(count);`,
        put: `[lease.scope, lease.key, lease.fingerprint, status, this.codec.encode(body)],
    );
    void count;`,
      },
    ],
    file: 'test/common/edge.e2e-spec.ts',
    test: 'lets one of fifty parallel repetitions act',
  },
  {
    name: 'idempotency-key-shared-by-users',
    says: 'Two customers who choose the same key get one answer.',
    edits: [
      {
        file: 'src/common/http/idempotency/lease.ts',
        find: 'return `user:${request.principal.userId}`;',
        put: `return 'user';`,
      },
    ],
    file: 'test/common/edge.e2e-spec.ts',
    test: 'keeps two users with one key apart',
  },
  {
    name: 'outbox-written-after-commit',
    says: 'An event is written when its change is committed: a crash in between loses it.',
    edits: [
      {
        file: OUTBOX,
        find: `await this.transaction.sql(
      \`WITH event AS (`,
        put: `await this.transaction.afterCommit(() => void this.transaction.sql(
      \`WITH event AS (`,
      },
      {
        file: OUTBOX,
        find: `[JSON.stringify(rows), EVENT_TASK],
    );`,
        put: `[JSON.stringify(rows), EVENT_TASK],
    ));`,
      },
    ],
    file: 'test/common/events.e2e-spec.ts',
    test: 'writes an event in the transaction of its change',
  },
  {
    name: 'undefined-in-where',
    says: 'A condition that is undefined is left out, and the query finds anybody’s row.',
    edits: [
      {
        file: 'src/common/database/data-source.ts',
        find: `invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },`,
        put: `invalidWhereValuesBehavior: { null: 'ignore', undefined: 'ignore' },`,
      },
    ],
    file: 'test/common/transaction.e2e-spec.ts',
    test: 'refuses a condition that is undefined or null',
  },
  {
    name: 'tax-in-floats',
    says: 'Tax is computed in floating point.',
    edits: [
      {
        file: 'src/common/money/money.ts',
        find: 'return exact(Number((scaled * 2n + 1_000_000n) / 2_000_000n), base.currency);',
        put: 'return exact(Math.round(base.amount * (millionths / 1_000_000)), base.currency);',
      },
    ],
    file: 'src/common/money/money.spec.ts',
    test: 'takes a share exactly where a float falls short of the half',
  },
  {
    name: 'price-in-floats',
    says: 'A decimal price becomes minor units in floating point.',
    edits: [
      {
        file: 'src/common/money/decimal.ts',
        find: "const amount = Number(`${match[1]}${fraction.padEnd(digits, '0')}`);",
        put: 'const amount = Math.floor(Number(text) * 10 ** digits);',
      },
    ],
    file: 'src/common/money/decimal.spec.ts',
    test: 'is exact where a float is not',
  },
  {
    name: 'events-ordered-by-the-beginning-of-their-transaction',
    says: 'An event that had to wait for the lock of its aggregate overtakes the one before.',
    edits: [{ file: OUTBOX, find: 'run_at => clock_timestamp())', put: 'run_at => now())' }],
    file: 'test/relays/relays.slow-spec.ts',
    test: 'hear each part once and in order, also what a killed one had begun',
  },
  {
    name: 'shared-answer-taken-on-trust',
    says: 'What Redis holds is shown, though it was made before a change that this process has heard of.',
    edits: [
      {
        file: 'src/common/cache/answer-store.ts',
        find: 'const purges = this.isDeaf ? undefined : this.purges.at(mark);',
        put: 'const purges = this.purges.at(mark) && this.purges.now;',
      },
    ],
    file: 'test/common/cache-shared.e2e-spec.ts',
    test: 'take nothing that lands in Redis after the change it does not know of',
  },
  {
    name: 'context-ends-with-any-transaction',
    says: 'The end of one transaction takes the context from those that still run beside it.',
    edits: [
      {
        file: 'src/common/database/transaction.ts',
        find: 'if (runningCount === 0) running.disable();',
        put: 'running.disable();',
      },
    ],
    file: 'test/common/transaction.e2e-spec.ts',
    test: 'keeps its context while others begin and end beside it',
  },
  {
    name: 'cached-page-for-any-credential',
    says: 'A page in the cache is given also to who shows a credential, though it does not hold.',
    edits: [
      {
        file: 'src/common/cache/cached-hits.ts',
        find: 'headers.authorization === undefined && headers.cookie === undefined',
        put: 'headers.cookie === undefined',
      },
    ],
    file: 'test/common/cache.e2e-spec.ts',
    test: 'is not kept, nor taken from what is kept, for who shows a credential',
  },
  {
    name: 'cached-page-counted-by-the-proxy',
    says: 'All clients behind a proxy share one limit of cached pages.',
    edits: [
      {
        file: 'src/common/http/rate-limit/reads-limit.ts',
        find: 'this.isTrusted ? proxyAddr(request, this.isTrusted) : request.socket.remoteAddress',
        put: 'request.socket.remoteAddress',
      },
    ],
    file: 'test/common/cache-hits.e2e-spec.ts',
    test: 'is counted by the address that a trusted proxy tells',
  },
  {
    name: 'queue-keeps-a-failed-look',
    says: 'A process whose first look for jobs fails takes none until it is started again.',
    edits: [
      {
        file: 'src/common/events/queue-run.ts',
        find: "this.looks > 0 || resolve('it could not look for jobs')",
        put: 'void resolve',
      },
    ],
    file: 'test/common/queue-runner.e2e-spec.ts',
    test: 'gets over a failure of its very first look for jobs',
  },
  {
    name: 'queue-waits-for-the-end-of-its-runner',
    says: 'A runner that is ending is waited for before the next begins, and its end never comes.',
    edits: [
      {
        file: 'src/common/events/queue-runner.ts',
        find: 'void this.letGo(run);',
        put: 'await this.letGo(run);',
      },
    ],
    file: 'test/common/queue-runner.e2e-spec.ts',
    test: 'is replaced when the ends of two jobs cannot be written while a third is under way',
  },
  {
    name: 'no-watchdog',
    says: 'A worker that stands still is left so: no order expires, and no refund goes out.',
    edits: [
      {
        file: 'src/common/events/watchdog.ts',
        find: "this.worker.runner?.renew('it stood still');",
        put: '',
      },
    ],
    file: 'test/common/watchdog.e2e-spec.ts',
    test: 'is told by readiness and figures, and is replaced',
  },
  {
    name: 'body-is-parsed-unweighed',
    says: 'JSON of any number of members and elements is built before anybody asks how many there are.',
    edits: [{ file: 'src/common/http/json-body.ts', find: '  weigh(bytes);', put: '' }],
    file: 'test/common/edge.e2e-spec.ts',
    test: 'before anything is made of it',
  },
  {
    name: 'made-up-token-is-a-scope',
    says: 'Strangers who send one made-up order token and one key are taken for the same, and share an answer.',
    edits: [
      {
        file: 'src/common/http/idempotency/lease.ts',
        find: `if (provesToken && typeof token === 'string'`,
        put: `if ((provesToken || token) && typeof token === 'string'`,
      },
    ],
    file: 'test/orders/access.e2e-spec.ts',
    test: 'makes no two strangers one: each gets a cart of their own, and nothing is stored',
  },
  {
    name: 'log-forgets-what-waits',
    says: 'Events go by their age alone, though a subscriber has not heard them.',
    edits: [
      {
        file: 'src/common/events/outbox-retention.jobs.ts',
        find: 'AND id::text NOT IN (SELECT id FROM waiting)',
        put: '',
      },
      {
        file: 'migrations/1796011100000-let-old-events-go.ts',
        find: `IF EXISTS (SELECT FROM gone JOIN graphile_worker._private_jobs AS job`,
        put: `IF EXISTS (SELECT FROM gone JOIN (SELECT '{}'::jsonb AS payload) AS job`,
      },
    ],
    file: 'test/house/retention.e2e-spec.ts',
    test: 'forgets what everybody has heard, however much, and keeps what waits or is young',
  },
];
