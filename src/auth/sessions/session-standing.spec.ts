import { describe, expect, it } from 'vitest';
import { type RefreshableSession, standingOf } from './session-standing.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const session = (changes: Partial<RefreshableSession> = {}): RefreshableSession => ({
  id: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11',
  userId: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b12',
  counter: 7,
  isRevoked: false,
  ageSeconds: 5 * MINUTE,
  idleSeconds: 60,
  status: 'active',
  roles: ['customer'],
  ...changes,
});

describe('the standing of a refresh token', () => {
  it('is current at the count of its session', () => {
    expect(standingOf(session(), 7)).toBe('current');
  });

  it('is previous one count behind, for ten seconds', () => {
    expect(standingOf(session({ idleSeconds: 9.9 }), 6)).toBe('previous');
    expect(standingOf(session({ idleSeconds: 10 }), 6)).toBe('spent');
  });

  it('is spent two counts behind, however lately the session was refreshed', () => {
    expect(standingOf(session({ idleSeconds: 0 }), 5)).toBe('spent');
  });

  it('proves nothing at a count that was never given out', () => {
    expect(standingOf(session(), 8)).toBe('ended');
  });

  it.each([
    ['revoked', { isRevoked: true }],
    ['of a suspended account', { status: 'suspended' }],
    ['idle for 30 days', { idleSeconds: 30 * DAY, ageSeconds: 40 * DAY }],
    ['90 days old', { ageSeconds: 90 * DAY }],
    ['of staff and idle for 30 minutes', { roles: ['staff'], idleSeconds: 30 * MINUTE, ageSeconds: HOUR }],
    ['of an owner and 12 hours old', { roles: ['customer', 'owner'], ageSeconds: 12 * HOUR }],
  ] as const)('has ended with a session that is %s, also for a spent token', (_, changes) => {
    expect(standingOf(session(changes), 7)).toBe('ended');
    expect(standingOf(session(changes), 1)).toBe('ended');
  });

  it('holds a moment before each of those ends', () => {
    expect(standingOf(session({ idleSeconds: 30 * DAY - 1, ageSeconds: 90 * DAY - 1 }), 7)).toBe('current');
    const staff = { roles: ['staff'], idleSeconds: 30 * MINUTE - 1, ageSeconds: 12 * HOUR - 1 } as const;
    expect(standingOf(session(staff), 7)).toBe('current');
  });
});
