import type { ImportKind } from '../../common/imports/import.js';

/** Files of products. */
export const CATALOG_IMPORT: ImportKind = { name: 'catalog', job: 'catalog.run_import' };
