import { Injectable } from '@nestjs/common';
import { NotFound } from '../errors/errors.js';
import { Cursors, Page, type PageQuery } from '../http/pagination.js';
import { ImportDetailResponse } from './dto/import-detail.response.js';
import { ImportFindingResponse } from './dto/import-finding.response.js';
import { ImportResponse } from './dto/import.response.js';
import type { Import, ImportKind } from './import.js';
import { ImportReportsRepository } from './import-reports.repository.js';
import { ImportsRepository } from './imports.repository.js';

const REPORT = 100;

/** Shows the imports of a kind and their reports. */
@Injectable()
export class Imports {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly reports: ImportReportsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list({ name }: ImportKind, { cursor, limit }: PageQuery): Promise<Page<ImportResponse>> {
    const scope = `imports.${name}`;
    const key = this.cursors.decode(scope, cursor);
    const rows = await this.imports.list(name, key ? String(key[0]) : null, limit + 1);
    const imports = rows.map((row) => ImportResponse.from(row));
    return this.cursors.page(imports, limit, scope, (last) => [last.id]);
  }

  async get(kind: ImportKind, id: string): Promise<ImportDetailResponse> {
    const found = await this.find(kind, id);
    return ImportDetailResponse.with(found, await this.reports.list(id, -1, REPORT));
  }

  async findings(kind: ImportKind, id: string, query: PageQuery): Promise<Page<ImportFindingResponse>> {
    await this.find(kind, id);
    const scope = `imports.${id}`;
    const key = this.cursors.decode(scope, query.cursor);
    const rows = await this.reports.list(id, key ? Number(key[0]) : -1, query.limit + 1);
    const { items, nextCursor } = this.cursors.page(rows, query.limit, scope, (last) => [last.number]);
    return new Page(
      items.map((row) => ImportFindingResponse.from(row)),
      nextCursor,
    );
  }

  private async find({ name }: ImportKind, id: string): Promise<Import> {
    const found = await this.imports.find(name, id);
    if (!found) throw new NotFound('import');
    return found;
  }
}
