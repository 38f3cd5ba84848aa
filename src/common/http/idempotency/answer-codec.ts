import { Injectable } from '@nestjs/common';
import { DerivedSecret, DerivedSecrets } from '../derived-secret.js';

/** An answer as it is kept. */
export interface EncodedAnswer {
  /** With null where a secret stands. */
  readonly json: string;
  readonly secrets: readonly KeptSecret[];
}

/** By what a secret is made again, and where in the answer it stands. */
export interface KeptSecret {
  readonly path: readonly string[];
  readonly purpose: string;
  readonly id: string;
}

/**
 * Writes answers down without their secrets, and makes the very same bytes from them again. What a secret is made of
 * stands beside the answer, never in it: nothing that a client has named there can be taken for one.
 */
@Injectable()
export class AnswerCodec {
  constructor(private readonly secrets: DerivedSecrets) {}

  encode(body: unknown): EncodedAnswer {
    const secrets: KeptSecret[] = [];
    const places = new Map<unknown, readonly string[]>();
    const json = JSON.stringify(body, function (this: Record<string, unknown>, key, value: unknown) {
      const holder = places.get(this);
      const path = holder ? [...holder, key] : [];
      // toJSON has run already: the holder still has the secret itself.
      const original = this[key];
      if (original instanceof DerivedSecret) {
        secrets.push({ path, purpose: original.purpose, id: original.id });
        return null;
      }
      if (typeof value === 'object') places.set(value, path);
      return value;
    });
    return { json, secrets };
  }

  /** `secrets` is null in what the release before has written down. */
  decode(json: string, secrets: readonly KeptSecret[] | null): string {
    if (secrets?.length === 0 || (secrets === null && !json.includes(MARK))) return json;
    const body = JSON.parse(json) as Values;
    for (const { path, purpose, id } of secrets ?? marksOf(body))
      put(body, path, this.secrets.derive(purpose, id).text);
    return JSON.stringify(body);
  }
}

type Values = Record<string, unknown>;

function put(body: Values, path: readonly string[], text: string): void {
  const holder = path.slice(0, -1).reduce((part, name) => part[name] as Values, body);
  holder[path.at(-1)!] = text;
}

/** Stood in an answer of the release before, where the sent one has a secret. */
const MARK = '$derived';

/** Secrets stood in the answer's own fields, as lists of two texts; what clients name stands deeper, or is text. */
function marksOf(body: Values): KeptSecret[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const mark = (value as Values | null)?.[MARK];
    if (!Array.isArray(mark) || mark.length !== 2) return [];
    const [purpose, id] = mark as [string, string];
    return [{ path: [name], purpose, id }];
  });
}
