import type { Findings } from '../../findings.js';
import type { OptionDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

/** A variation without a value for an attribute means all its values. */
const ANY = 'Any';

export const ATTRIBUTE_COLUMNS = [1, 2, 3, 4, 5].map((number) => ({
  name: `Attribute ${number} name`,
  values: `Attribute ${number} value(s)`,
}));

export function attributesOf(row: SheetRow): ReadonlyMap<string, string> {
  const named = ATTRIBUTE_COLUMNS.map(
    ({ name, values }) => [row.text(name), row.text(values).replaceAll('\\,', ',')] as const,
  );
  return new Map(named.filter(([name]) => name !== ''));
}

/** Builds the options of a product from the values of its variations. */
export function optionsOf(variations: readonly SheetRow[]): OptionDraft[] {
  const values = new Map<string, Set<string>>();
  for (const row of variations) {
    for (const name of attributesOf(row).keys()) if (!values.has(name)) values.set(name, new Set());
  }
  for (const row of variations) {
    for (const [name, known] of values) known.add(attributesOf(row).get(name) || ANY);
  }
  return [...values].map(([name, known]) => ({ name, values: [...known] }));
}

export function valuesOf(
  row: SheetRow,
  names: readonly string[],
  findings: Findings,
): Record<string, string> {
  const given = attributesOf(row);
  for (const name of names) {
    if (!given.get(name)) findings.note(row.line, `${name} is left open and becomes "${ANY}"`);
  }
  return Object.fromEntries(names.map((name) => [name, given.get(name) || ANY]));
}

/** Notes attributes that are not options; they are left out. */
export function noteAttributes(row: SheetRow, options: readonly OptionDraft[], findings: Findings): void {
  const known = new Set(options.map(({ name }) => name));
  const names = [...attributesOf(row)]
    .filter(([name, values]) => values !== '' && !known.has(name))
    .map(([name]) => name);
  if (names.length > 0) findings.note(row.line, `these attributes are left out: ${names.join(', ')}`);
}
