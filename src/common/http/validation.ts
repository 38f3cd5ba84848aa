import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type Fault, UnknownField, unknownField, ValidationFailed } from '../errors/errors.js';

const UNKNOWN = 'whitelistValidation';
const MAX_FAULTS = 50;

/** Validates every body and query by its DTO class. Unknown fields are refused, nothing is converted by guess. */
export function validationPipe(): ValidationPipe {
  return new BodyAwarePipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false, exposeUnsetFields: false },
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => refusal(faultsOf(errors)),
  });
}

/** Nest takes a body of `null` for an empty object; here only a body that is not there is one. */
class BodyAwarePipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && value === null) throw new ValidationFailed([NO_OBJECT]);
    return super.transform(value, metadata);
  }
}

const NO_OBJECT: Fault = { path: '', code: 'is_object', message: 'The body must be an object' };

function refusal(faults: readonly Fault[]) {
  const shown = faults.slice(0, MAX_FAULTS);
  return faults.some((fault) => fault.code === 'unknown_field')
    ? new UnknownField(shown)
    : new ValidationFailed(shown);
}

/** Flattens class-validator's tree into `items.0.quantity` paths. */
function faultsOf(errors: readonly ValidationError[], parent = ''): Fault[] {
  return errors.flatMap((error) => {
    const path = parent === '' ? error.property : `${parent}.${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]) =>
      code === UNKNOWN ? unknownField(path) : { path, code: snake(code), message },
    );
    return [...own, ...faultsOf(error.children ?? [], path)];
  });
}

const snake = (code: string): string => code.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
