import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { type Fault, UnknownField, unknownField, ValidationFailed } from '../../common/errors/errors.js';
import { requestOf } from '../../common/http/request.js';
import { isOptionPair } from '../dto/option-values.validator.js';
import { LIMITS } from '../limits.js';

const PREFIX = 'option.';
/** The form of clients generated from the document (`deepObject`): `option[Color]=Blue`. */
const BRACKETS = /^option\[(.*)\]$/s;
/** Field of the query class for the collected filters; clients cannot send this name. */
const FIELD = 'options';

type Query = Readonly<Record<string, unknown>>;

/** Collects `option[Color]=Blue` or `option.Color=Blue` into one field, since a class declares fixed fields only. */
@Injectable()
export class OptionFiltersInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = requestOf(context);
    request.query = gathered(request.query as Query);
    return next.handle();
  }
}

export function gathered(query: Query): Query {
  if (FIELD in query) throw new UnknownField([unknownField(FIELD)]);
  const choices = new Map<string, unknown[]>();
  const rest: [string, unknown][] = [];
  for (const [name, given] of Object.entries(query)) {
    const option = optionOf(name);
    if (option === undefined) rest.push([name, given]);
    else choices.set(option, [...(choices.get(option) ?? []), ...[given].flat()]);
  }
  if (choices.size === 0) return query;

  refuse([...choices]);
  const unique = [...choices].map(([name, values]) => [name, [...new Set(values)]]);
  return { ...Object.fromEntries(rest), [FIELD]: Object.fromEntries(unique) };
}

const optionOf = (name: string): string | undefined =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : BRACKETS.exec(name)?.[1];

function refuse(choices: readonly (readonly [name: string, values: readonly unknown[]])[]): void {
  const faults = choices
    .filter(([name, values]) => !values.every((value) => isOptionPair(name, value)))
    .map(([name]) =>
      fault(PREFIX + name, 'option', 'must name an option and one of its values, as in option.Color=Blue'),
    );
  for (const [name] of choices.filter(([, values]) => values.length > LIMITS.filterValues)) {
    faults.push(fault(PREFIX + name, 'too_many', `can be given at most ${LIMITS.filterValues} times`));
  }
  if (choices.length > LIMITS.options) {
    faults.push(fault('option', 'too_many', `can be given for at most ${LIMITS.options} options`));
  }
  if (faults.length > 0) throw new ValidationFailed(faults);
}

const fault = (path: string, code: string, what: string): Fault => ({
  path,
  code,
  message: `${path} ${what}`,
});
