import { ApiProperty } from '@nestjs/swagger';
import type { Import, NumberedFinding } from '../import.js';
import { ImportFindingResponse } from './import-finding.response.js';
import { ImportResponse } from './import.response.js';

/** An import with the first findings of its report. */
export class ImportDetailResponse extends ImportResponse {
  /** The first 100 findings; `/findings` lists all that are kept. */
  @ApiProperty({ type: [ImportFindingResponse] })
  report: readonly ImportFindingResponse[];

  static with(row: Import, findings: readonly NumberedFinding[]): ImportDetailResponse {
    const report = findings.map((finding) => ImportFindingResponse.from(finding));
    return Object.assign(new ImportDetailResponse(), ImportResponse.from(row), { report });
  }
}
