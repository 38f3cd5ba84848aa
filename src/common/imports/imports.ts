import { Injectable } from '@nestjs/common';
import { NotFound } from '../errors/errors.js';
import { Cursors, type Page, type PageQuery } from '../http/pagination.js';
import type { Import, ImportKind, NumberedFinding } from './import.js';
import { ImportReportsRepository } from './import-reports.repository.js';
import { ImportsRepository } from './imports.repository.js';

const REPORT = 100;

@Injectable()
export class Imports {
  constructor(
    private readonly imports: ImportsRepository,
    private readonly reports: ImportReportsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list({ name }: ImportKind, { cursor, limit }: PageQuery): Promise<Page<Import>> {
    const scope = `imports.${name}`;
    const key = this.cursors.decode(scope, cursor);
    const rows = await this.imports.list(name, key ? String(key[0]) : null, limit + 1);
    return this.cursors.page(rows, limit, scope, (last) => [last.id]);
  }

  async get({ name }: ImportKind, id: string): Promise<Import> {
    const found = await this.imports.find(name, id);
    if (!found) throw new NotFound('import');
    return found;
  }

  report({ id }: Import): Promise<NumberedFinding[]> {
    return this.reports.list(id, -1, REPORT);
  }

  async findings(kind: ImportKind, id: string, query: PageQuery): Promise<Page<NumberedFinding>> {
    await this.get(kind, id);
    const scope = `imports.${id}`;
    const key = this.cursors.decode(scope, query.cursor);
    const rows = await this.reports.list(id, key ? Number(key[0]) : -1, query.limit + 1);
    return this.cursors.page(rows, query.limit, scope, (last) => [last.number]);
  }
}
