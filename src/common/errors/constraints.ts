import type { DomainError } from './domain-error.js';

const errors = new Map<string, () => DomainError>();

/** Names the refusal that the violation of a constraint or unique index means. */
export function mapConstraint(name: string, error: () => DomainError): void {
  errors.set(name, error);
}

/** The refusal behind a database error, if it broke a mapped constraint. */
export function refusalBehind(error: unknown): DomainError | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('constraint' in error && typeof error.constraint === 'string') return errors.get(error.constraint)?.();
  return 'driverError' in error ? refusalBehind(error.driverError) : undefined;
}
