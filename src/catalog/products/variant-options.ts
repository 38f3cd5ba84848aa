import type { Fault } from '../../common/errors/errors.js';
import type { ProductOption } from '../entities/product.entity.js';
import type { OptionValues } from '../entities/variant.entity.js';

const ONLY_VARIANT = 'Default';

/** Values in the product's order: `Blue / M`. */
export const variantTitle = (options: readonly ProductOption[], values: OptionValues): string =>
  options.map(({ name }) => values[name]).join(' / ') || ONLY_VARIANT;

/** A variant needs one value for each option of the product, and no other. */
export function optionFaults(options: readonly ProductOption[], values: OptionValues, path: string): Fault[] {
  const known = new Map(options.map((option) => [option.name, option.values]));
  const missing = options
    .filter(({ name }) => !Object.hasOwn(values, name))
    .map(({ name }) =>
      fault(path, name, 'option_missing', 'needs a value, since the product has this option'),
    );
  const wrong = Object.entries(values).flatMap(([name, value]) => {
    const allowed = known.get(name);
    if (!allowed) return [fault(path, name, 'option_unknown', 'is not an option of the product')];
    if (allowed.includes(value)) return [];
    return [fault(path, name, 'option_value_unknown', `must be one of the product's values for ${name}`)];
  });
  return [...missing, ...wrong];
}

/** Each variant must match the options, and no two may have equal values. */
export function variantFaults(
  options: readonly ProductOption[],
  variants: readonly { readonly options?: OptionValues }[],
): Fault[] {
  const seen = new Map<string, number>();
  return variants.flatMap(({ options: values = {} }, index) => {
    const path = `variants.${index}.options`;
    const faults = optionFaults(options, values, path);
    if (faults.length > 0) return faults;
    const twin = seen.get(keyOf(options, values));
    seen.set(keyOf(options, values), index);
    if (twin === undefined) return [];
    return [{ path, code: 'variant_exists', message: `${path} is the same as variants.${twin}.options` }];
  });
}

/** A new option in the place of a removed one counts as renamed; any other new option gets its first value. */
export function carriedOver(
  before: readonly ProductOption[],
  after: readonly ProductOption[],
  values: OptionValues,
): OptionValues {
  const pairs = after.map(({ name, values: offered }, place) => {
    const old = before.find((option) => option.name === name) ?? renamed(before, after, place);
    return [name, (old && values[old.name]) ?? offered[0]!] as const;
  });
  return Object.fromEntries(pairs);
}

function renamed(before: readonly ProductOption[], after: readonly ProductOption[], place: number) {
  const old = before[place];
  return old && after.some(({ name }) => name === old.name) ? undefined : old;
}

const keyOf = (options: readonly ProductOption[], values: OptionValues): string =>
  JSON.stringify(options.map(({ name }) => values[name]));

const fault = (path: string, name: string, code: string, what: string): Fault => ({
  path: `${path}.${name}`,
  code,
  message: `${path}.${name} ${what}`,
});
