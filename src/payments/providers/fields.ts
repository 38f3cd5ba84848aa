import { InvalidWebhook } from '../payments.errors.js';

/** JSON from outside, of which nothing is sure. */
export type Fields = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 200;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** Undefined for what is empty or too long. */
export const textOf = (value: unknown, maxLength = MAX_LENGTH): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= maxLength ? value : undefined;

export const picked = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])));

/** Throws InvalidWebhook for what is no JSON. */
export function parsedWebhook(bytes: Buffer): Fields {
  try {
    return fieldsOf(JSON.parse(bytes.toString()));
  } catch {
    throw new InvalidWebhook();
  }
}
