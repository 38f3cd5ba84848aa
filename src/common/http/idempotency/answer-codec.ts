import { Injectable } from '@nestjs/common';
import { DerivedSecret, DerivedSecrets } from '../derived-secret.js';

/** Stands in a stored answer where the sent one has a secret. */
const MARK = '$derived';

interface Marked {
  readonly [MARK]: readonly [purpose: string, id: string];
}

/** Writes answers down without their secrets, and makes the very same bytes from them again. */
@Injectable()
export class AnswerCodec {
  constructor(private readonly secrets: DerivedSecrets) {}

  encode(body: unknown): string {
    return JSON.stringify(body, function (this: Record<string, unknown>, key, value: unknown) {
      // toJSON has run already: the holder still has the secret itself.
      const original = this[key];
      return original instanceof DerivedSecret ? { [MARK]: [original.purpose, original.id] } : value;
    });
  }

  decode(stored: string): string {
    if (!stored.includes(MARK)) return stored;
    return JSON.stringify(
      JSON.parse(stored, (_, value: unknown) =>
        isMarked(value) ? this.secrets.derive(...value[MARK]) : value,
      ),
    );
  }
}

const isMarked = (value: unknown): value is Marked =>
  typeof value === 'object' && value !== null && MARK in value;
