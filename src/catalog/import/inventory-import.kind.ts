import type { ImportKind } from '../../common/imports/import.js';

/** Files of counts and prices by SKU. */
export const INVENTORY_IMPORT: ImportKind = { name: 'inventory', job: 'inventory.run_import' };
