import { ApiProperty } from '@nestjs/swagger';
import type { ImportFinding, NumberedFinding } from '../import.js';

/** Something about a line of the file that a person should know. */
export class ImportFindingResponse {
  /** `refused`: why it is not in the shop. `different`: what of it is not as the file has it. */
  @ApiProperty({ enum: ['refused', 'different'], example: 'refused' })
  kind: ImportFinding['kind'];

  /** Line of the file, the header's being 1. */
  @ApiProperty({ type: 'integer', example: 17 })
  line: number;

  /** What the line is about: the product's handle, or the SKU. */
  @ApiProperty({ example: 'isle-tee' })
  subject: string;

  @ApiProperty({ example: 'the variant has no price' })
  detail: string;

  static from({ kind, line, subject, detail }: NumberedFinding): ImportFindingResponse {
    return Object.assign(new ImportFindingResponse(), { kind, line, subject, detail });
  }
}
