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
        find: '(SELECT count(*) FROM weighed WHERE available >= quantity AND units <= greatest(share, 1))',
        put: '(SELECT count(*) FROM weighed)',
      },
      WITHOUT_BOUNDS,
    ],
    file: TESTS,
    test: 'sells 10 units to exactly 10 of 200 buyers at once',
  },
  {
    name: 'reserve-on-outdated-counts',
    says: 'Units are added to the counts that the statement found when it began, not to those that it locked.',
    edits: [
      {
        file: RESERVATIONS,
        find: 'SET on_hand = locked.on_hand, reserved = locked.reserved + made.quantity, updated_at = now()',
        put: 'SET reserved = level.reserved + made.quantity, updated_at = now()',
      },
    ],
    file: TESTS,
    test: 'waits for the order that gives units back, and has them',
  },
  {
    name: 'held-units-forgotten',
    says: 'What other unpaid orders of the shopper hold does not count against the share of a variant.',
    edits: [
      {
        file: RESERVATIONS,
        find: 'SELECT locked.*, quantity + coalesce(units, 0) AS units,',
        put: 'SELECT locked.*, quantity AS units,',
      },
    ],
    file: 'test/orders/held-stock.e2e-spec.ts',
    test: 'is at most four fifths of a variant, and the others have the rest',
  },
  {
    name: 'stock-told-exactly',
    says: 'A cart says to the unit when there is not enough.',
    edits: [
      {
        file: 'src/inventory/stock.ts',
        find: 'while (atMost < units) atMost *= 2;',
        put: 'atMost = units;',
      },
    ],
    file: 'test/cart/stock-told.e2e-spec.ts',
    test: 'is in the same words for every count of a step',
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
       ), weighed AS (`,
        put: '), weighed AS (',
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
       ), weighed AS (`,
        put: 'ORDER BY wanted.position FOR NO KEY UPDATE OF level), weighed AS (',
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
