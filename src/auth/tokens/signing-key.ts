import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

const CURVE = 'prime256v1';

export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

export interface VerificationKey {
  readonly publicKey: KeyObject;
  readonly jwk: PublicJwk;
}

/** Throws unless the text is an EC P-256 private key in PEM or JWK. */
export function readSigningKey(text: string): KeyObject {
  const key = isJwk(text)
    ? createPrivateKey({ key: parseJwk(text), format: 'jwk' })
    : createPrivateKey(pem(text));
  return onCurve(key);
}

/** Keeps only the public half of an EC P-256 key. */
export function readVerificationKey(text: string): VerificationKey {
  const key = isJwk(text)
    ? createPublicKey({ key: parseJwk(text), format: 'jwk' })
    : createPublicKey(pem(text));
  return verificationKeyOf(onCurve(key));
}

export function verificationKeyOf(key: KeyObject): VerificationKey {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = { crv: 'P-256', kty: 'EC', x, y } as const;
  // RFC 7638: the key's name is the hash of the required members in this order.
  const kid = createHash('sha256').update(JSON.stringify(point)).digest('base64url');
  return { publicKey, jwk: { ...point, kid, alg: 'ES256', use: 'sig' } };
}

function onCurve(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== CURVE) {
    throw new TypeError('The key is not on the curve P-256');
  }
  return key;
}

const isJwk = (text: string): boolean => text.startsWith('{');

const parseJwk = (text: string): JsonWebKey => JSON.parse(text) as JsonWebKey;

/** Environment files hold a PEM on one line, with line breaks written as `\n`. */
const pem = (text: string): string => text.replaceAll('\\n', '\n');
