import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { HttpConfig } from './http.config.js';

/** A secret that the shop can derive again; the idempotency store keeps only its purpose and id. */
export class DerivedSecret {
  constructor(
    readonly purpose: string,
    readonly id: string,
    readonly text: string,
  ) {}

  toJSON(): string {
    return this.text;
  }
}

/** Derives secrets from the shop's key: HMAC-SHA-256 (RFC 2104) over purpose and id. */
@Injectable()
export class DerivedSecrets {
  constructor(private readonly config: HttpConfig) {}

  derive(purpose: string, id: string): DerivedSecret {
    const mac = createHmac('sha256', this.config.appSecret).update(`${purpose}\n${id}`).digest('base64url');
    return new DerivedSecret(purpose, id, mac);
  }

  /** Compares in constant time. */
  matches(purpose: string, id: string, presented: unknown): boolean {
    if (typeof presented !== 'string') return false;
    const expected = Buffer.from(this.derive(purpose, id).text);
    const given = Buffer.from(presented);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }
}
