import { randomUUID, generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccessTokens } from './access-tokens.js';
import { AuthConfig } from '../auth.config.js';
import { SigningKeys } from './signing-keys.js';

function ours(): AccessTokens {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const config = Object.assign(new AuthConfig(), { signingKey });
  return new AccessTokens(new SigningKeys(config), config);
}

describe('an access token', () => {
  const tokens = ours();
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends in time, though it has been shown before', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const [shown, unseen] = [
      await tokens.issue(userId, sessionId, 60),
      await tokens.issue(userId, sessionId, 60),
    ];
    expect(await tokens.verify(shown)).toBeDefined();
    vi.setSystemTime(Date.now() + 59_000);
    expect(await tokens.verify(shown)).toBeDefined();
    vi.setSystemTime(Date.now() + 1_000);
    expect(await tokens.verify(shown)).toBeUndefined();
    expect(await tokens.verify(unseen)).toBeUndefined();
  });

  it('opens nothing in another shop, and nothing here with a signature that is not its own', async () => {
    const token = await tokens.issue(userId, sessionId, 600);
    const another = await tokens.issue(userId, sessionId, 600);
    expect(await tokens.verify(token)).toBeDefined();
    expect(await ours().verify(token)).toBeUndefined();
    const [header, claims] = token.split('.');
    expect(await tokens.verify(`${header}.${claims}.${another.split('.')[2]}`)).toBeUndefined();
  });
});
