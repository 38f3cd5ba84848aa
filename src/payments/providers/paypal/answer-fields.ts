import { type Fields, fieldsOf, listOf, textOf } from '../fields.js';

/** Tokens and addresses are long. */
const MAX_LENGTH = 4_000;

/** The parser's own error would quote the answer, and so a token or a name, into the log. */
export function answerOf(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    throw new Error("PayPal's answer cannot be read");
  }
}

/** Throws when it is missing. */
export function needed(fields: Fields, name: string): string {
  const text = textOf(fields[name], MAX_LENGTH);
  if (text === undefined) throw new Error(`PayPal's answer has no ${name}`);
  return text;
}

/** The address of a link, by what it leads to. */
export function linkOf(fields: Fields, ...relations: readonly string[]): string | undefined {
  const links = listOf(fields['links']);
  for (const relation of relations) {
    const found = links.find(({ rel }) => rel === relation);
    if (found) return textOf(found['href'], MAX_LENGTH);
  }
  return undefined;
}
