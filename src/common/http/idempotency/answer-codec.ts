import { Injectable } from '@nestjs/common';
import { DerivedSecret, DerivedSecrets } from '../derived-secret.js';

export interface EncodedAnswer {
  /** Has null in place of each secret. */
  readonly json: string;
  readonly secrets: readonly KeptSecret[];
}

/** What derives a secret again, and where in the answer it belongs. */
export interface KeptSecret {
  readonly path: readonly string[];
  readonly purpose: string;
  readonly id: string;
}

/** Stores answers without their secrets, and restores the same bytes. Clients cannot forge a stored secret. */
@Injectable()
export class AnswerCodec {
  constructor(private readonly secrets: DerivedSecrets) {}

  encode(body: unknown): EncodedAnswer {
    const secrets: KeptSecret[] = [];
    const places = new Map<unknown, readonly string[]>();
    const json = JSON.stringify(body, function (this: Record<string, unknown>, key, value: unknown) {
      const holder = places.get(this);
      const path = holder ? [...holder, key] : [];
      // `value` is the result of toJSON; the holder still has the secret.
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

  /** The previous release stored null in `secrets`. */
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

/** The previous release stored this in place of secrets. */
const MARK = '$derived';

/** Secrets are lists of two texts at the top level; clients' own values are deeper, or text. */
function marksOf(body: Values): KeptSecret[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const mark = (value as Values | null)?.[MARK];
    if (!Array.isArray(mark) || mark.length !== 2) return [];
    const [purpose, id] = mark as [string, string];
    return [{ path: [name], purpose, id }];
  });
}
