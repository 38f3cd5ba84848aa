import type { SeededBug } from './seeded-bug.js';

const SALES = 'test/catalog/sales.e2e-spec.ts';

export const CATALOG_BUGS: readonly SeededBug[] = [
  {
    name: 'sale-price-of-when-the-order-began',
    says: 'An order that waited for its cart takes the price of a sale that ended meanwhile.',
    edits: [
      {
        file: 'migrations/1795441200000-add-sale-prices.ts',
        find: 'prices_at(statement_timestamp())',
        put: 'prices_at(now())',
      },
    ],
    file: SALES,
    test: 'that begins in the sale and has to wait for its cart takes the price of when it is its turn',
  },
  {
    name: 'cached-page-outlives-its-sale',
    says: 'A page is given from memory with the price of a sale that is over.',
    edits: [
      {
        file: 'src/common/cache/answer-store.ts',
        find: 'const lifeOf = ({ freshForMs = Infinity }: Answer): number => freshForMs;',
        put: 'const lifeOf = (_: Answer): number => Infinity;',
      },
    ],
    file: SALES,
    test: 'is not given any more once a sale has begun or ended, however long it may be kept otherwise',
  },
  {
    name: 'stock-shown-after-the-answer',
    says: 'Staff are told that stock is set before the shop shows it.',
    edits: [
      {
        file: 'src/inventory/levels.service.ts',
        find: 'this.outbox.publishPromptly(',
        put: 'this.outbox.publish(',
      },
    ],
    file: 'test/common/cache.e2e-spec.ts',
    test: 'is what the next read after the answer shows on the other: page, list and facets',
  },
  {
    name: 'older-titles-not-ranked',
    says: 'What is called so is not found where many newer products mention the word.',
    edits: [
      {
        file: 'src/catalog/search/product-listings.reader.ts',
        find: 'if (!rows[0]!.lacksTitles) return pageOf(rows);',
        put: 'if (rows.length > 0) return pageOf(rows);',
      },
    ],
    file: 'test/catalog/list.e2e-spec.ts',
    test: 'ranks the newest of a word that very many products have, and the titles with it however old',
  },
  {
    name: 'imported-stock-shown-by-jobs-alone',
    says: 'An import of counts is done before the shop shows what it has set.',
    edits: [
      {
        file: 'src/catalog/import/stock-import.ts',
        find: 'if (crossing.length > 0) await this.transaction.afterCommit(',
        put: 'if (crossing.length < 0) await this.transaction.afterCommit(',
      },
    ],
    file: 'test/inventory/imports.e2e-spec.ts',
    test: 'is what the shop shows, although no job has told it',
  },
];
