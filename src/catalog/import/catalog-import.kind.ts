import type { ImportKind } from '../../common/imports/import.js';

export const CATALOG_IMPORT: ImportKind = { name: 'catalog', job: 'catalog.run_import' };
