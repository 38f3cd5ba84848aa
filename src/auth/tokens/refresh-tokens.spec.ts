import { describe, expect, it } from 'vitest';
import { AuthConfig } from '../auth.config.js';
import { RefreshTokens } from './refresh-tokens.js';

const claim = { sessionId: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11', counter: 4_000_000 };

function tokens(refreshSecret: string, previousRefreshSecret?: string): RefreshTokens {
  return new RefreshTokens(Object.assign(new AuthConfig(), { refreshSecret, previousRefreshSecret }));
}

describe('refresh tokens', () => {
  const ours = tokens('a'.repeat(32));

  it('say what they were made for', () => {
    expect(ours.read(ours.issue(claim))).toEqual(claim);
  });

  it('are the same whenever they are made again', () => {
    expect(ours.issue(claim)).toBe(ours.issue(claim));
  });

  it('are refused with any bit changed, cut off, lengthened or respelled', () => {
    const token = ours.issue(claim);
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const forged = Buffer.from(bytes);
      forged[bit >> 3]! ^= 1 << (bit & 7);
      expect(ours.read(forged.toString('base64url'))).toBeUndefined();
    }
    for (const spelling of ['', token.slice(1), token.slice(0, -1), `${token}A`, `${token}=`, ` ${token}`]) {
      expect(ours.read(spelling)).toBeUndefined();
    }
  });

  it('outlive one change of the key, and no second one', () => {
    const token = ours.issue(claim);
    expect(tokens('b'.repeat(32), 'a'.repeat(32)).read(token)).toEqual(claim);
    expect(tokens('c'.repeat(32), 'b'.repeat(32)).read(token)).toBeUndefined();
  });
});
