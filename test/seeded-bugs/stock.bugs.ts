import type { Edit, SeededBug } from './seeded-bug.js';

const RESERVATIONS = 'src/inventory/reservations.repository.ts';
const TESTS = 'test/inventory/reservations.e2e-spec.ts';

const WITHOUT_BOUNDS: Edit = {
  file: 'migrations/1764000200000-create-stock.ts',
  find: 'CHECK (0 <= reserved AND reserved <= on_hand AND on_hand <= 2000000000)',
  put: 'CHECK (on_hand <= 2000000000)',
};

export const STOCK_BUGS: readonly SeededBug[] = [
  {
    name: 'reserve-without-guard',
    says: 'Units are reserved whether or not they are there.',
    edits: [
      {
        file: RESERVATIONS,
        find: '(SELECT count(*) FROM locked WHERE available >= quantity)',
        put: '(SELECT count(*) FROM locked)',
      },
      WITHOUT_BOUNDS,
    ],
    file: TESTS,
    test: 'sells 10 units to exactly 10 of 200 buyers at once',
  },
  {
    name: 'reserve-result-ignored',
    says: 'A reservation that the guard refused is taken for one that was made.',
    edits: [
      {
        file: 'src/inventory/inventory.facade.ts',
        find: 'if (levels.filter(({ reserved }) => reserved).length === wanted.size) {',
        put: 'if (levels.length === wanted.size) {',
      },
    ],
    file: TESTS,
    test: 'sells 10 units to exactly 10 of 200 buyers at once',
  },
  {
    name: 'reserve-without-lock',
    says: 'The guard looks at what the statement saw when it began, not at the locked row.',
    edits: [
      {
        file: RESERVATIONS,
        find: `FOR NO KEY UPDATE OF level
       ), made AS (`,
        put: '), made AS (',
      },
      WITHOUT_BOUNDS,
    ],
    file: TESTS,
    test: 'waits for the order that takes the last unit',
  },
  {
    name: 'unsorted-stock-locks',
    says: 'Stock rows are locked in the order in which the basket names them.',
    edits: [
      {
        file: RESERVATIONS,
        find: 'FROM unnest($2::uuid[], $3::integer[]) AS wanted (variant_id, quantity)',
        put: 'FROM unnest($2::uuid[], $3::integer[]) WITH ORDINALITY AS wanted (variant_id, quantity, position)',
      },
      {
        file: RESERVATIONS,
        find: `ORDER BY level.variant_id, level.location_id
         FOR NO KEY UPDATE OF level
       ), made AS (`,
        put: 'ORDER BY wanted.position FOR NO KEY UPDATE OF level), made AS (',
      },
    ],
    file: TESTS,
    test: 'serves baskets of the same variants in any order without one deadlock',
  },
  {
    name: 'stock-given-back-twice',
    says: 'A reservation is claimed, released or returned without a look at its state.',
    edits: [
      {
        file: RESERVATIONS,
        find: 'WHERE order_id = $1 AND state = $2',
        put: 'WHERE order_id = $1 AND $2::text IS NOT NULL',
      },
      WITHOUT_BOUNDS,
    ],
    file: TESTS,
    test: 'does each step exactly once, however many ask at once',
  },
  {
    name: 'count-without-lock',
    says: 'Two who counted the same shelf both change the count.',
    edits: [
      {
        file: 'src/inventory/levels.repository.ts',
        find: `WHERE variant_id = $1 AND location_id = $2 AND retired_at IS NULL
       FOR NO KEY UPDATE`,
        put: 'WHERE variant_id = $1 AND location_id = $2 AND retired_at IS NULL',
      },
    ],
    file: 'test/inventory/inventory.e2e-spec.ts',
    test: 'takes one of two counts that were made of the same shelf',
  },
];
