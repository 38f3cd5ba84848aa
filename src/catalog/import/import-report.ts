import type { Finding } from './formats/product-draft.js';

export type Outcome = 'imported' | 'updated' | 'unchanged' | 'refused';

export interface ReportLine extends Finding {
  readonly handle: string;
}

/** Counts each product of a file once, and lists each refusal with its line and reason. */
export class ImportReport {
  private readonly counts: Record<Outcome, number> = {
    imported: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
  };
  readonly refusals: ReportLine[] = [];
  /** Products that were not reached, since the import ended early. */
  readonly changes: ReportLine[] = [];

  constructor(
    readonly total: number,
    readonly unreadColumns: ReadonlySet<string>,
  ) {}

  get imported(): number {
    return this.counts.imported;
  }

  get updated(): number {
    return this.counts.updated;
  }

  get unchanged(): number {
    return this.counts.unchanged;
  }

  get refused(): number {
    return this.counts.refused;
  }

  /** Products that were not reached, since the import ended early. */
  get open(): number {
    return this.total - this.imported - this.updated - this.unchanged - this.refused;
  }

  add(
    handle: string,
    outcome: Outcome,
    { faults = [], notes = [] }: { faults?: readonly Finding[]; notes?: readonly Finding[] } = {},
  ): void {
    this.counts[outcome] += 1;
    this.refusals.push(...faults.map((fault) => ({ handle, ...fault })));
    if (outcome === 'imported' || outcome === 'updated')
      this.changes.push(...notes.map((note) => ({ handle, ...note })));
  }

  lines(): string[] {
    return [
      `Products in the file: ${this.total}`,
      ...count(this.imported, 'imported'),
      ...count(this.updated, 'updated'),
      ...count(this.unchanged, 'unchanged'),
      ...count(this.refused, 'refused'),
      ...count(this.open, 'not reached'),
      ...section('Refused', this.refusals),
      ...section('Imported with a change', this.changes),
      ...(this.unreadColumns.size === 0 ? [] : ['', `Not imported: ${[...this.unreadColumns].join(', ')}`]),
    ];
  }
}

const count = (number: number, what: string): string[] =>
  number > 0 ? [`  ${String(number).padStart(6)} ${what}`] : [];

const section = (title: string, lines: readonly ReportLine[]): string[] =>
  lines.length === 0
    ? []
    : [
        '',
        title,
        ...lines.map(({ line, handle, text }) => `  line ${line}: ${handle || '(no handle)'}: ${text}`),
      ];
