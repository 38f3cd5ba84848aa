import type { Invariant } from '../doctor/invariant.js';

/** What must hold of imports in any database at any moment. */
export const importsInvariants: readonly Invariant[] = [
  {
    name: 'imports.completed_did_all',
    says: 'A completed import has done every entry of its file, and none twice.',
    sql: `SELECT id, kind, total, processed FROM imports
          WHERE processed > total OR (state = 'completed' AND processed IS DISTINCT FROM total) LIMIT 20`,
  },
  {
    name: 'imports.ended_keep_no_file',
    says: 'Nothing is kept of the file of an import that has ended.',
    sql: `SELECT DISTINCT imports.id, imports.state FROM imports
          JOIN import_chunks ON import_chunks.import_id = imports.id
          WHERE imports.state IN ('completed', 'failed') LIMIT 20`,
  },
  {
    name: 'imports.whole_file_is_kept',
    says: 'The chunks of an import that is under way are as many bytes as its file had.',
    sql: `SELECT imports.id, imports.bytes, coalesce(sum(octet_length(import_chunks.bytes)), 0) AS kept FROM imports
          LEFT JOIN import_chunks ON import_chunks.import_id = imports.id
          WHERE imports.state IN ('queued', 'running') GROUP BY imports.id
          HAVING imports.bytes <> coalesce(sum(octet_length(import_chunks.bytes)), 0) LIMIT 20`,
  },
];
