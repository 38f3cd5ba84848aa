import type { OptionValues } from '../../../entities/variant.entity.js';
import type { OptionDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

export interface Variation {
  readonly sku: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Reads `sku=TEE-S,size=S,color=Blue|sku=...`. */
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

/** Returns option values by SKU, with the option names that shoppers see. */
export function optionValuesOf(row: SheetRow): ReadonlyMap<string, OptionValues> {
  const labels = labelsOf(row);
  const named = variationsOf(row).map(({ sku, values }): [string, OptionValues] => {
    const options = [...values].map(([code, value]) => [labels.get(code) ?? titled(code), value] as const);
    return [sku, Object.fromEntries(options)];
  });
  return new Map(named);
}

export function optionsOf(variants: readonly OptionValues[]): OptionDraft[] {
  const names = [...new Set(variants.flatMap((options) => Object.keys(options)))];
  return names.map((name) => ({
    name,
    values: [...new Set(variants.map((options) => options[name] ?? ''))],
  }));
}

/** Reads the labels in `size=Size,color=Color`. */
const labelsOf = (row: SheetRow): ReadonlyMap<string, string> =>
  new Map(pairs(row.text('configurable_variation_labels')));

const pairs = (text: string): [string, string][] =>
  text
    .split(/,(?=[a-z0-9_]+=)/i)
    .filter((part) => part.includes('='))
    .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]);

const titled = (code: string): string =>
  `${code.charAt(0).toUpperCase()}${code.slice(1)}`.replaceAll('_', ' ');
