import { ApiProperty } from '@nestjs/swagger';
import { Replay } from '../../http/idempotency/idempotency.js';
import { IMPORT_STATES, type Import, type ImportState } from '../import.js';

/** An uploaded file, and the progress of its import. */
export class ImportResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** `failed`: the file was unreadable, or the import was given up; see `failure`. */
  @ApiProperty({ enum: IMPORT_STATES, example: 'completed' })
  state: ImportState;

  /** Whether the import only reports what would happen. */
  @ApiProperty({ example: false })
  dryRun: boolean;

  /** ISO 4217 code for prices without a currency of their own. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** Size of the file. */
  @ApiProperty({ type: 'integer', example: 48_112 })
  bytes: number;

  /** Detected format of the file; null before the first pass over it. */
  @ApiProperty({ type: String, nullable: true, example: 'Shopify' })
  format: string | null;

  /** Entries in the file (products, or rows of stock and prices); null before the first pass over it. */
  @ApiProperty({ type: 'integer', nullable: true, example: 120 })
  total: number | null;

  /** Processed entries: the sum of created, changed, unchanged and refused. */
  @ApiProperty({ type: 'integer', example: 120 })
  processed: number;

  /** Rows of the processed entries. */
  @ApiProperty({ type: 'integer', example: 310 })
  rowsRead: number;

  /** Entries that were added to the shop. */
  @ApiProperty({ type: 'integer', example: 100 })
  created: number;

  /** Existing entries that were updated. */
  @ApiProperty({ type: 'integer', example: 12 })
  changed: number;

  /** Existing entries that already matched the file. */
  @ApiProperty({ type: 'integer', example: 6 })
  unchanged: number;

  /** Entries that were not imported; the report gives the reasons. */
  @ApiProperty({ type: 'integer', example: 2 })
  refused: number;

  /** Number of findings; the report keeps the first 10,000. */
  @ApiProperty({ type: 'integer', example: 3 })
  findings: number;

  /** Non-empty columns that the import ignores. */
  @ApiProperty({ type: [String], example: ['Vendor'] })
  unreadColumns: readonly string[];

  /** Reason for the failure, else null. */
  @ApiProperty({ type: String, nullable: true, example: null })
  failure: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' })
  createdAt: Date;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true, example: '2026-11-23T09:30:01.000Z' })
  startedAt: Date | null;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true, example: '2026-11-23T09:30:09.000Z' })
  finishedAt: Date | null;

  static ofUpload(taken: Import | Replay): ImportResponse | Replay {
    return taken instanceof Replay ? taken : ImportResponse.from(taken);
  }

  static from(row: Import): ImportResponse {
    const { kind: _, actorId: _actor, permissions: _permissions, isDryRun, ...shown } = row;
    return Object.assign(new ImportResponse(), { ...shown, dryRun: isDryRun });
  }
}
