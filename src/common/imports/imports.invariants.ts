import type { Invariant } from '../doctor/invariant.js';

export const importsInvariants: readonly Invariant[] = [
  {
    name: 'imports.completed_did_all',
    says: 'A completed import has processed each entry of its file exactly once.',
    sql: `SELECT id, kind, total, processed FROM imports
          WHERE processed > total OR (state = 'completed' AND processed IS DISTINCT FROM total) LIMIT 20`,
  },
  {
    name: 'imports.ended_keep_no_file',
    says: 'An import that has ended keeps no part of its file.',
    sql: `SELECT DISTINCT imports.id, imports.state FROM imports
          JOIN import_chunks ON import_chunks.import_id = imports.id
          WHERE imports.state IN ('completed', 'failed') LIMIT 20`,
  },
  {
    name: 'imports.whole_file_is_kept',
    says: 'The chunks of a queued or running import have as many bytes as its file.',
    sql: `SELECT imports.id, imports.bytes, coalesce(sum(octet_length(import_chunks.bytes)), 0) AS kept FROM imports
          LEFT JOIN import_chunks ON import_chunks.import_id = imports.id
          WHERE imports.state IN ('queued', 'running') GROUP BY imports.id
          HAVING imports.bytes <> coalesce(sum(octet_length(import_chunks.bytes)), 0) LIMIT 20`,
  },
];
