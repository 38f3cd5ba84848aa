import { CompactSign, createLocalJWKSet, jwtVerify } from 'jose';
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SigningKeys } from '../../src/auth/tokens/signing-keys.js';
import { aCustomer, type SignedInAccount } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';
import { aToken, type Forgery, partsOf } from '../support/tokens.js';

const STRANGER = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1000);

describe('access tokens', () => {
  let shop: TestShop;
  let customer: SignedInAccount;
  let session: { userId: string; sessionId: string };
  beforeAll(async () => {
    shop = await openShop();
    customer = await aCustomer(shop);
    session = { userId: customer.user.id, sessionId: partsOf(customer.token).claims['sid'] };
  });
  afterAll(() => shop.close());

  const statusWith = async (authorization: string): Promise<number> =>
    (await shop.http.get('/auth/me', { headers: { authorization } })).status;
  const statusOf = (token: string): Promise<number> => statusWith(`Bearer ${token}`);
  const forged = async (forgery: Forgery): Promise<number> => statusOf(await aToken(shop, session, forgery));

  it('say whose they are and nothing of what the account may do', () => {
    const { header, claims } = partsOf(customer.token);
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: shop.get(SigningKeys).kid });
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
    expect(claims['exp'] - claims['iat']).toBe(600);
  });

  it('can be verified by anyone who has the published keys', async () => {
    const { body, headers } = await shop.http.get('/.well-known/jwks.json');
    expect(headers['cache-control']).toBe('public, max-age=300');
    expect(body.keys).toHaveLength(1);
    expect(Object.keys(body.keys[0]).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    const options = { typ: 'at+jwt', audience: 'cartwright-api', issuer: 'cartwright' };
    const { payload } = await jwtVerify(customer.token, createLocalJWKSet(body), options);
    expect(payload.sub).toBe(customer.user.id);
  });

  it('made by hand and right in everything are taken', async () => {
    expect(await forged({})).toBe(200);
  });

  it('issued a little ahead of our clock are taken', async () => {
    expect(await forged({ claims: { iat: seconds() + 20, exp: seconds() + 300 } })).toBe(200);
  });

  it('are verified by jose, and by nothing else', async () => {
    const require = createRequire(createRequire(import.meta.url).resolve('passport-jwt'));
    const theirs = vi.spyOn(require('jsonwebtoken') as { verify: () => void }, 'verify');
    const ours = vi.spyOn(crypto.subtle, 'verify');
    expect(await forged({})).toBe(200);
    expect(await forged({ key: STRANGER.privateKey })).toBe(401);
    expect([theirs.mock.calls.length, ours.mock.calls.length]).toEqual([0, 2]);
    vi.restoreAllMocks();
  });

  describe('are refused', () => {
    it.each(['none', 'None', 'NONE', 'nOnE'])('without a signature under alg %s', async (alg) => {
      const [, claims] = customer.token.split('.');
      const header = encoded({ ...partsOf(customer.token).header, alg });
      expect(await statusOf(`${header}.${claims}.`)).toBe(401);
      expect(await statusOf(`${header}.${claims}`)).toBe(401);
      expect(await statusOf(`${header}.${claims}.${customer.token.split('.')[2]}`)).toBe(401);
    });

    it('with a part missing, emptied, doubled or changed', async () => {
      const [header, claims, signature] = customer.token.split('.') as [string, string, string];
      const tampered = encoded({
        ...partsOf(customer.token).claims,
        sub: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
      });
      const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
      for (const token of [
        `${header}.${claims}.`,
        `${header}.${claims}`,
        `.${claims}.${signature}`,
        `${header}..${signature}`,
        `${header}.${claims}.${signature}.${signature}`,
        `${header}.${tampered}.${signature}`,
        `${header}.${claims}.${flipped}`,
        `${encoded('text')}.${claims}.${signature}`,
        `${encoded(null)}.${claims}.${signature}`,
        `${encoded([])}.${claims}.${signature}`,
        '..',
        'undefined',
      ]) {
        expect(await statusOf(token)).toBe(401);
      }
    });

    it('at 64 KiB', async () => {
      expect(await statusOf(`${customer.token}${'A'.repeat(65_536)}`)).toBe(401);
      expect(await statusOf(await aToken(shop, session, { claims: { padding: 'x'.repeat(49_152) } }))).toBe(
        401,
      );
    });

    it('in any other scheme or spelling of the header', async () => {
      const { token } = customer;
      for (const authorization of [
        '',
        token,
        `Basic ${Buffer.from('a:b').toString('base64')}`,
        `JWT ${token}`,
        `Bearer  ${token}`,
        `Bearer ${token} ${token}`,
        `Bearer ${token}, Bearer ${token}`,
        `Bearer "${token}"`,
        'Bearer',
        'Bearer ',
      ]) {
        expect(await statusWith(authorization)).toBe(401);
      }
      expect(await statusWith(`bearer ${token}`)).toBe(200);
    });

    it('anywhere but in the header', async () => {
      const { token } = customer;
      expect((await shop.http.get(`/auth/me?access_token=${token}`)).status).toBe(401);
      expect((await shop.http.get('/auth/me', { headers: { cookie: `access_token=${token}` } })).status).toBe(
        401,
      );
    });

    it('signed by HS256 with our public key as the secret', async () => {
      const publicKey = createPublicKey(shop.get(SigningKeys).privateKey);
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
      const [, claims] = customer.token.split('.') as [string, string];
      const secrets = [
        pem,
        pem.trim(),
        ` ${pem}`,
        pem.replaceAll('\n', ''),
        publicKey.export({ type: 'spki', format: 'der' }),
        JSON.stringify(publicKey.export({ format: 'jwk' })),
      ];
      for (const secret of secrets) {
        const header = encoded({ ...partsOf(customer.token).header, alg: 'HS256' });
        const signature = createHmac('sha256', secret).update(`${header}.${claims}`).digest('base64url');
        expect(await statusOf(`${header}.${claims}.${signature}`)).toBe(401);
      }
    });

    it.each([
      'ES384',
      'ES256K',
      'RS256',
      'PS256',
      'EdDSA',
      'HS256',
      'es256',
      'dir',
      'toString',
      '',
      1,
      undefined,
    ])('under alg %j, though the signature would be right', async (alg) => {
      const [, claims] = customer.token.split('.');
      const header = encoded({ ...partsOf(customer.token).header, alg });
      const key = { key: shop.get(SigningKeys).privateKey, dsaEncoding: 'ieee-p1363' } as const;
      const signature = sign('sha256', Buffer.from(`${header}.${claims}`), key).toString('base64url');
      expect(await statusOf(`${header}.${claims}.${signature}`)).toBe(401);
    });

    it.each([
      ['null', 'null'],
      ['a list', '[]'],
      ['a text', '"text"'],
      ['no JSON', '{"sub":'],
      ['no UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
      ['nothing', ''],
    ])('that say %s, signed by our own key', async (_, claims) => {
      const { kid, privateKey } = shop.get(SigningKeys);
      const token = await new CompactSign(Buffer.from(claims))
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
        .sign(privateKey);
      expect(await statusOf(token)).toBe(401);
    });

    it('signed by a key that is not ours, under any name', async () => {
      expect(await forged({ key: STRANGER.privateKey })).toBe(401);
      expect(await forged({ key: STRANGER.privateKey, header: { kid: undefined } })).toBe(401);
    });

    it.each([
      ['a path', '../../dev/null'],
      ['an absolute path', '/dev/null'],
      ['SQL', `' OR 1=1--`],
      ['an address', 'http://127.0.0.1:9/key'],
      ['a name nobody has', 'unknown'],
      ['a name every object has', '__proto__'],
      ['10 kB', 'k'.repeat(10_240)],
      ['a number', 1],
      ['an object', { kid: 'x' }],
      ['nothing', undefined],
    ])('with %s as kid', async (_, kid) => {
      expect(await forged({ header: { kid } })).toBe(401);
    });

    it.each([
      ['jku', 'http://127.0.0.1:9/jwks.json'],
      ['x5u', 'http://127.0.0.1:9/cert.pem'],
      ['x5c', ['MIIB']],
      ['jwk', STRANGER.publicKey.export({ format: 'jwk' })],
    ])('with a key of their own in %s', async (member, value) => {
      expect(await forged({ header: { [member]: value }, key: STRANGER.privateKey })).toBe(401);
      expect(await forged({ header: { [member]: value } })).toBe(401);
    });

    it('with a critical extension', async () => {
      const [, claims, signature] = customer.token.split('.');
      const header = encoded({ ...partsOf(customer.token).header, crit: ['exp'] });
      expect(await statusOf(`${header}.${claims}.${signature}`)).toBe(401);
    });

    it.each([
      ['expired', () => ({ iat: seconds() - 301, exp: seconds() - 1 })],
      ['not valid yet', () => ({ nbf: seconds() + 60 })],
      ['without an expiry', () => ({ exp: undefined })],
      ['with an expiry in text', () => ({ exp: String(seconds() + 300) })],
      ['with a broken expiry', () => ({ exp: seconds() + 300.5 })],
      ['with an expiry in 2^60 s', () => ({ exp: 2 ** 60 })],
      ['that live an hour', () => ({ exp: seconds() + 3_600 })],
      ['that expire before they are issued', () => ({ iat: seconds() + 600, exp: seconds() + 300 })],
      ['that are issued in the future', () => ({ iat: seconds() + 120, exp: seconds() + 300 })],
      ['without a time of issue', () => ({ iat: undefined })],
      ['for another audience', () => ({ aud: 'another-shop' })],
      ['for a list of audiences', () => ({ aud: ['cartwright-api', 'another-shop'] })],
      ['without an audience', () => ({ aud: undefined })],
      ['of another issuer', () => ({ iss: 'https://evil.example' })],
      ['without an issuer', () => ({ iss: undefined })],
      ['without an id', () => ({ jti: undefined })],
      ['whose subject is a list', () => ({ sub: [session.userId] })],
      ['whose subject is an object', () => ({ sub: { $ne: null } })],
      ['whose subject is a number', () => ({ sub: 1 })],
      ['whose subject is SQL', () => ({ sub: `' OR 1=1--` })],
      ['whose subject is another account', () => ({ sub: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })],
      ['without a session', () => ({ sid: undefined })],
      ['of a session that never was', () => ({ sid: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })],
    ])('%s', async (_, claims) => {
      expect(await forged({ claims: claims() })).toBe(401);
    });

    it.each(['JWT', 'jwt', 'id+jwt', 'AT+JWT', 'application/at+jwt', 1, undefined])(
      'of type %s',
      async (typ) => {
        expect(await forged({ header: { typ } })).toBe(401);
      },
    );

    it('when they are refresh tokens', async () => {
      expect(await statusOf(customer.refreshToken)).toBe(401);
      const { status } = await shop.http.post('/auth/refresh', { refreshToken: customer.token });
      expect(status).toBe(400);
    });

    it('also where anyone may call, so that nobody is taken for a stranger by mistake', async () => {
      const { status, body, headers } = await shop.http.post(
        '/auth/login',
        { email: 'mara@example.com', password: 'seven quiet harbors' },
        { token: await aToken(shop, session, { claims: { aud: 'another-shop' } }) },
      );
      expect([status, body.code]).toEqual([401, 'unauthenticated']);
      expect(headers['www-authenticate']).toMatch(/^Bearer/);
    });
  });

  it('give no power by claiming it', async () => {
    const claims = { role: 'owner', roles: ['owner'], permissions: ['users:read'], scope: 'users:read' };
    const token = await aToken(shop, session, { claims });
    expect((await shop.http.get('/users', { token })).status).toBe(403);
    expect((await shop.http.get('/auth/me', { token })).body.roles).toEqual(['customer']);
  });
});

describe('a change of the signing key', () => {
  it('goes by way of a key that is known before it signs and after', async () => {
    const [old, current, next] = Array.from({ length: 3 }, () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    );
    const pem = (key: typeof old): string =>
      key!.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const shop = await openShop({
      env: {
        AUTH_SIGNING_KEY: pem(current),
        AUTH_SIGNING_KEY_PREVIOUS: pem(old),
        AUTH_SIGNING_KEY_NEXT: next!.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      },
    });
    const { body } = await shop.http.get('/.well-known/jwks.json');
    expect(body.keys).toHaveLength(3);
    expect(body.keys[0].kid).toBe(shop.get(SigningKeys).kid);

    const { user, token } = await aCustomer(shop);
    const session = { userId: user.id, sessionId: partsOf(token).claims['sid'] };
    const statusOf = async (kid: string, key: typeof old): Promise<number> => {
      const made = await aToken(shop, session, { header: { kid }, key: key!.privateKey });
      return (await shop.http.get('/auth/me', { token: made })).status;
    };
    const [, nextKid, oldKid] = body.keys.map((key: { kid: string }) => key.kid);
    expect(await statusOf(oldKid, old)).toBe(200);
    expect(await statusOf(nextKid, next)).toBe(200);
    expect(await statusOf(oldKid, next)).toBe(401);
    await shop.close();
  });
});
