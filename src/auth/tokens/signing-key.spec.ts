import { calculateJwkThumbprint, exportJWK } from 'jose';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSigningKey, readVerificationKey } from './signing-key.js';

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('a signing key', () => {
  it('is read from PEM, PEM on one line, and JWK', () => {
    const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }));
    for (const text of [pem, pem.trim().replaceAll('\n', '\\n'), jwk]) {
      expect(readSigningKey(text).equals(privateKey)).toBe(true);
    }
  });

  it('is named by its RFC 7638 thumbprint, whichever half is at hand', async () => {
    const name = await calculateJwkThumbprint(await exportJWK(publicKey));
    const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const text of [pem, publicPem]) {
      const key = readVerificationKey(text);
      expect(key.jwk.kid).toBe(name);
      expect(key.publicKey.type).toBe('public');
    }
  });

  it('never shows its private half', () => {
    const { jwk } = readVerificationKey(pem);
    expect(Object.keys(jwk).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(createPublicKey({ key: { ...jwk }, format: 'jwk' }).equals(publicKey)).toBe(true);
  });

  it.each([
    ['another curve', generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
    ['another kind of key', generateKeyPairSync('ed25519').privateKey],
  ])('is refused on %s', (_, key) => {
    expect(() => readSigningKey(key.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow();
  });

  it('is refused without its private half', () => {
    expect(() => readSigningKey(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toThrow();
    expect(() => readSigningKey(JSON.stringify(publicKey.export({ format: 'jwk' })))).toThrow();
    expect(() => readSigningKey('{"kty":')).toThrow();
  });
});
