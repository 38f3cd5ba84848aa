import type { OptionValues } from '../../../entities/variant.entity.js';
import type { OptionDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

/** A variant as a configurable product names it. */
export interface Variation {
  readonly sku: string;
  /** Attribute code to value. */
  readonly values: ReadonlyMap<string, string>;
}

/** Reads `sku=TEE-S,size=S,color=Blue|sku=..`. */
export function variationsOf(row: SheetRow): Variation[] {
  return row
    .text('configurable_variations')
    .split('|')
    .map((text) => new Map(pairs(text)))
    .filter((values) => values.has('sku'))
    .map((values) => {
      const sku = values.get('sku')!;
      values.delete('sku');
      return { sku, values };
    });
}

/** What a configurable product says of each of its variants, by SKU; options are called as shoppers know them. */
export function optionValuesOf(row: SheetRow): ReadonlyMap<string, OptionValues> {
  const labels = labelsOf(row);
  const named = variationsOf(row).map(({ sku, values }): [string, OptionValues] => {
    const options = [...values].map(([code, value]) => [labels.get(code) ?? titled(code), value] as const);
    return [sku, Object.fromEntries(options)];
  });
  return new Map(named);
}

/** The options that variants have, with the values that they have. */
export function optionsOf(variants: readonly OptionValues[]): OptionDraft[] {
  const names = [...new Set(variants.flatMap((options) => Object.keys(options)))];
  return names.map((name) => ({
    name,
    values: [...new Set(variants.map((options) => options[name] ?? ''))],
  }));
}

/** Reads `size=Size,color=Color`: how each attribute is called. */
const labelsOf = (row: SheetRow): ReadonlyMap<string, string> =>
  new Map(pairs(row.text('configurable_variation_labels')));

const pairs = (text: string): [string, string][] =>
  text
    .split(/,(?=[a-z0-9_]+=)/i)
    .filter((part) => part.includes('='))
    .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]);

const titled = (code: string): string =>
  `${code.charAt(0).toUpperCase()}${code.slice(1)}`.replaceAll('_', ' ');
