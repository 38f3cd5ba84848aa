import type { ImportKind } from '../../common/imports/import.js';

export const INVENTORY_IMPORT: ImportKind = { name: 'inventory', job: 'inventory.run_import' };
