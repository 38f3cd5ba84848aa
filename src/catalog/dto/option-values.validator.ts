import { ValidateBy } from 'class-validator';
import { lineSchema } from '../../common/http/validators.js';
import { LIMITS } from '../limits.js';

const CONTROLS = /[\u0000-\u001f\u007f]/;

const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && [...value].length <= max && value.trim() !== '' && !CONTROLS.test(value);

/** Body validation strips these names from every object, since they could reach its prototype. */
export const RESERVED_NAMES = ['__proto__', 'constructor', 'prototype'];

/** Accepts an option name and its value, such as `Color` and `Blue`. */
export const isOptionPair = (name: string, value: unknown): boolean =>
  isText(name, LIMITS.optionName) && !RESERVED_NAMES.includes(name) && isText(value, LIMITS.optionValue);

/** JSON schema of option names and values. */
export const OPTION_VALUES_SCHEMA = {
  additionalProperties: lineSchema(LIMITS.optionValue),
  propertyNames: lineSchema(LIMITS.optionName),
  maxProperties: LIMITS.options,
};

/** An object of option names and values: `{ "Color": "Blue", "Size": "M" }`. */
export const IsOptionValues = (): PropertyDecorator =>
  ValidateBy({
    name: 'optionValues',
    validator: {
      validate: isOptionValues,
      defaultMessage: () =>
        `$property must name one value for each of at most ${LIMITS.options} options, such as { "Color": "Blue" }`,
    },
  });

const isOptionValues = (values: unknown): boolean =>
  typeof values === 'object' &&
  values !== null &&
  !Array.isArray(values) &&
  Object.keys(values).length <= LIMITS.options &&
  Object.entries(values).every(([name, value]) => isOptionPair(name, value));
