import type { OptionValues } from '../../../entities/variant.entity.js';
import type { Findings } from '../../findings.js';
import type { OptionDraft } from '../product-draft.js';
import type { Column, ShopifyRow } from './shopify-row.js';

/** Shopify marks a product without options by one variant with this value of the option `Title`. */
const NO_OPTIONS = 'Default Title';

const COLUMNS = [
  { name: 'Option1 Name', value: 'Option1 Value' },
  { name: 'Option2 Name', value: 'Option2 Value' },
  { name: 'Option3 Name', value: 'Option3 Value' },
] as const satisfies readonly { name: Column; value: Column }[];

export const OPTION_COLUMNS = COLUMNS.flatMap(({ name, value }): Column[] => [name, value]);

export class ShopifyOptions {
  private readonly named: readonly { readonly title: string; readonly value: Column }[];
  private readonly lines = new Map<string, number>();

  constructor(
    variantRows: readonly ShopifyRow[],
    private readonly findings: Findings,
  ) {
    const first = variantRows[0]!;
    const hasNone = variantRows.length === 1 && first.text('Option1 Value') === NO_OPTIONS;
    this.named = hasNone
      ? []
      : COLUMNS.map(({ name, value }) => ({ title: first.text(name), value })).filter(
          ({ title }) => title !== '',
        );
    if (new Set(this.named.map(({ title }) => title)).size < this.named.length) {
      findings.fault(first.line, 'two options have the same name');
    }
    if (!hasNone) for (const row of variantRows) this.refuseUnnamed(row);
    for (const row of variantRows.slice(1)) this.refuseRenamed(row, first);
  }

  /** Returns the values of a variant; each option needs one, and no two variants may be equal. */
  of(row: ShopifyRow): OptionValues {
    const entries = this.named.map(({ title, value }) => [title, row.text(value)] as const);
    for (const [title, value] of entries) {
      if (value === '') this.findings.fault(row.line, `the variant has no value for ${title}`);
    }
    this.refuseRepeated(row, JSON.stringify(entries));
    return Object.fromEntries(entries);
  }

  list(variants: readonly OptionValues[]): OptionDraft[] {
    return this.named.map(({ title }) => ({
      name: title,
      values: [...new Set(variants.map((values) => values[title]!))],
    }));
  }

  private refuseUnnamed(row: ShopifyRow): void {
    const known = new Set<Column>(this.named.map(({ value }) => value));
    for (const { name, value } of COLUMNS) {
      if (!known.has(value) && row.text(value) !== '')
        this.findings.fault(row.line, `${value} has no ${name}`);
    }
  }

  /** Refuses a later row that names other options, since its values mean something else. */
  private refuseRenamed(row: ShopifyRow, first: ShopifyRow): void {
    for (const { name } of COLUMNS) {
      if (!['', first.text(name)].includes(row.text(name)))
        this.findings.fault(row.line, `${name} "${row.text(name)}" is not that of line ${first.line}`);
    }
  }

  private refuseRepeated(row: ShopifyRow, values: string): void {
    const earlier = this.lines.get(values);
    if (earlier === undefined) this.lines.set(values, row.line);
    else this.findings.fault(row.line, `the variant has the same options as the one on line ${earlier}`);
  }
}
