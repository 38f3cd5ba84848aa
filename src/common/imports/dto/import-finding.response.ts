import { ApiProperty } from '@nestjs/swagger';
import type { ImportFinding, NumberedFinding } from '../import.js';

/** A remark on a line of the file. */
export class ImportFindingResponse {
  /** `refused`: why the entry was not imported. `different`: what was imported differently from the file. */
  @ApiProperty({ enum: ['refused', 'different'], example: 'refused' })
  kind: ImportFinding['kind'];

  /** Line number in the file; the header is line 1. */
  @ApiProperty({ type: 'integer', example: 17 })
  line: number;

  /** The product's handle, or the SKU. */
  @ApiProperty({ example: 'isle-tee' })
  subject: string;

  @ApiProperty({ example: 'the variant has no price' })
  detail: string;

  static from({ kind, line, subject, detail }: NumberedFinding): ImportFindingResponse {
    return Object.assign(new ImportFindingResponse(), { kind, line, subject, detail });
  }
}
