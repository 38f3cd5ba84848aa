import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { isOptionPair } from './option-values.validator.js';

/**
 * An object of option names and lists of their values, as `OptionFiltersInterceptor` gathers it: it has counted them. It
 * is taken as it is, since class-transformer would drop names that every object has, such as `toString`.
 */
export const IsOptionChoices = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => obj[key]),
    ValidateBy({
      name: 'optionChoices',
      validator: {
        validate: (choices: object) =>
          Object.entries(choices).every(
            ([name, values]) => Array.isArray(values) && values.every((value) => isOptionPair(name, value)),
          ),
        defaultMessage: () => '$property must name options and their values',
      },
    }),
  );
