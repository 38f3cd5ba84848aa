import { ApiProperty } from '@nestjs/swagger';
import { IMPORT_STATES, type Import, type ImportState } from '../import.js';

/** A file that was sent to be imported, and how far it has come. */
export class ImportResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' })
  id: string;

  /** `failed` means that the file could not be read, or that the import was given up: see `failure`. */
  @ApiProperty({ enum: IMPORT_STATES, example: 'completed' })
  state: ImportState;

  /** Whether it only finds out what would happen. */
  @ApiProperty({ example: false })
  dryRun: boolean;

  /** ISO 4217 code of those prices that do not say it themselves. */
  @ApiProperty({ example: 'USD' })
  currency: string;

  /** Of the file. */
  @ApiProperty({ type: 'integer', example: 48_112 })
  bytes: number;

  /** What the file was found to be; null until it has been looked through. */
  @ApiProperty({ type: String, nullable: true, example: 'Shopify' })
  format: string | null;

  /** Entries of the file (products, or rows of stock and prices); null until it has been looked through. */
  @ApiProperty({ type: 'integer', nullable: true, example: 120 })
  total: number | null;

  /** Entries that are done: the sum of the four counts below. */
  @ApiProperty({ type: 'integer', example: 120 })
  processed: number;

  /** Rows of the entries that are done. */
  @ApiProperty({ type: 'integer', example: 310 })
  rowsRead: number;

  /** New in the shop. */
  @ApiProperty({ type: 'integer', example: 100 })
  created: number;

  /** There before, and now as the file has them. */
  @ApiProperty({ type: 'integer', example: 12 })
  changed: number;

  /** As the file has them already. */
  @ApiProperty({ type: 'integer', example: 6 })
  unchanged: number;

  /** Left as they were, each for a reason that the report gives. */
  @ApiProperty({ type: 'integer', example: 2 })
  refused: number;

  /** Findings in the report, which keeps the first 10,000. */
  @ApiProperty({ type: 'integer', example: 3 })
  findings: number;

  /** Columns with content that the import does not read. */
  @ApiProperty({ type: [String], example: ['Vendor'] })
  unreadColumns: readonly string[];

  /** Why it failed; null unless it did. */
  @ApiProperty({ type: String, nullable: true, example: null })
  failure: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-23T09:30:00.000Z' })
  createdAt: Date;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true, example: '2026-11-23T09:30:01.000Z' })
  startedAt: Date | null;

  @ApiProperty({ type: Date, format: 'date-time', nullable: true, example: '2026-11-23T09:30:09.000Z' })
  finishedAt: Date | null;

  static from(row: Import): ImportResponse {
    const { kind: _, actorId: _actor, permissions: _permissions, isDryRun, ...shown } = row;
    return Object.assign(new ImportResponse(), { ...shown, dryRun: isDryRun });
  }
}
