import { Injectable } from '@nestjs/common';
import type { KeyObject } from 'node:crypto';
import { AuthConfig } from '../auth.config.js';
import {
  type PublicJwk,
  readSigningKey,
  readVerificationKey,
  type VerificationKey,
  verificationKeyOf,
} from './signing-key.js';

/** One key signs; it and its neighbors in the rotation verify. */
@Injectable()
export class SigningKeys {
  readonly privateKey: KeyObject;
  readonly kid: string;
  private readonly byKid: ReadonlyMap<string, VerificationKey>;

  constructor(config: AuthConfig) {
    this.privateKey = readSigningKey(config.signingKey);
    const active = verificationKeyOf(this.privateKey);
    const neighbours = [config.nextSigningKey, config.previousSigningKey].filter(
      (text) => text !== undefined,
    );
    const keys = [active, ...neighbours.map(readVerificationKey)];
    this.kid = active.jwk.kid;
    this.byKid = new Map(keys.map((key) => [key.jwk.kid, key]));
  }

  /** Looks in memory only, so a key id never causes a file read or a call. */
  find(kid: string): KeyObject | undefined {
    return this.byKid.get(kid)?.publicKey;
  }

  get jwks(): readonly PublicJwk[] {
    return [...this.byKid.values()].map((key) => key.jwk);
  }
}
