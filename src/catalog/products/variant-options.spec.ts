import { describe, expect, it } from 'vitest';
import { carriedOver, optionFaults, variantFaults, variantTitle } from './variant-options.js';

const color = { name: 'Color', values: ['Blue', 'Red'] };
const size = { name: 'Size', values: ['M', 'L'] };

const codes = (faults: readonly { path: string; code: string }[]) =>
  faults.map(({ path, code }) => `${path} ${code}`);

describe('the title of a variant', () => {
  it('is its values in the order of the product', () => {
    expect(variantTitle([color, size], { Size: 'M', Color: 'Blue' })).toBe('Blue / M');
    expect(variantTitle([], {})).toBe('Default');
  });
});

describe('the values of a variant', () => {
  it('fit when each option has one of its values', () => {
    expect(optionFaults([color, size], { Color: 'Blue', Size: 'M' }, 'options')).toEqual([]);
    expect(optionFaults([], {}, 'options')).toEqual([]);
  });

  it('are refused when one is missing, unknown, or of no option', () => {
    const faults = optionFaults([color, size], { Color: 'Green', Fit: 'Slim' }, 'options');
    expect(codes(faults)).toEqual([
      'options.Size option_missing',
      'options.Color option_value_unknown',
      'options.Fit option_unknown',
    ]);
  });

  it('are not taken from what every object has', () => {
    expect(codes(optionFaults([{ name: 'constructor', values: ['x'] }], {}, 'options'))).toEqual([
      'options.constructor option_missing',
    ]);
  });

  it('are refused when two variants are alike', () => {
    const twins = [
      { options: { Color: 'Blue', Size: 'M' } },
      { options: { Color: 'Blue', Size: 'L' } },
      { options: { Size: 'M', Color: 'Blue' } },
    ];
    expect(codes(variantFaults([color, size], twins))).toEqual(['variants.2.options variant_exists']);
    expect(codes(variantFaults([], [{}, {}]))).toEqual(['variants.1.options variant_exists']);
  });
});

describe('options that change', () => {
  const blueM = { Color: 'Blue', Size: 'M' };

  it('keep the values of a variant, whatever their order', () => {
    expect(carriedOver([color, size], [size, color], blueM)).toEqual(blueM);
  });

  it('give a new option its first value', () => {
    expect(carriedOver([color], [color, size], { Color: 'Blue' })).toEqual(blueM);
  });

  it('drop the value of an option that is gone', () => {
    expect(carriedOver([color, size], [size], blueM)).toEqual({ Size: 'M' });
  });

  it('take an option in the place of one that is gone for that one renamed', () => {
    const colour = { name: 'Colour', values: ['Blue', 'Red'] };
    expect(carriedOver([color, size], [colour, size], blueM)).toEqual({ Colour: 'Blue', Size: 'M' });
  });
});
