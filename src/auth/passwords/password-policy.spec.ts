import { describe, expect, it } from 'vitest';
import { lines } from '../../common/config/settings.js';
import { ValidationFailed } from '../../common/errors/errors.js';
import { HttpConfig } from '../../common/http/http.config.js';
import { AuthConfig } from '../auth.config.js';
import { PasswordPolicy } from './password-policy.js';
import type { Role } from '../permissions.js';

const account = (...roles: Role[]) => ({ email: 'mara.lind@example.com', name: 'Mara Lindqvist', roles });

async function faultOf(
  password: string,
  policy = new PasswordPolicy(new AuthConfig(), new HttpConfig()),
  roles: Role[] = ['customer'],
) {
  try {
    await policy.check(password, account(...roles));
    return undefined;
  } catch (error) {
    if (!(error instanceof ValidationFailed)) throw error;
    expect(error.errors).toHaveLength(1);
    expect(error.errors[0]!.path).toBe('password');
    expect(error.message).not.toContain(password);
    return error.errors[0]!.code;
  }
}

describe('the password policy', () => {
  it.each([
    ['eleven chars', 'abcdefghijk', 'too_short'],
    ['characters counted by code units', '🦊🦊🦊🦊🦊🦊', 'too_short'],
    ['more than 1,024 characters', 'é'.repeat(1_025), 'too_long'],
    ['a NUL', 'seven quiet\0harbors', 'malformed'],
    ['half a character', 'seven quiet harbors \ud800', 'malformed'],
    ['the e-mail address', 'Mara.Lind@Example.com', 'too_common'],
    ['one that is tried first', 'Password1234', 'too_common'],
    ['a walk over the keys', '1q2w3e4r5t6y', 'too_common'],
    ['the password of the demo shop', 'cartwright-demo', 'too_common'],
    ['a season with its year', 'summer2026!!', 'too_common'],
    ['one letter again and again', 'aaaaaaaaaaaaa', 'too_common'],
    ['white space alone', ' '.repeat(12), 'too_common'],
    ['a full KiB of one letter', 'x'.repeat(1_024), 'too_common'],
    ['counting up', '123456789012345', 'too_common'],
    ['the alphabet', 'abcdefghijklmn', 'too_common'],
    ['a common password twice', 'passwordpassword', 'too_common'],
    ['a common password in other letters', 'P@ssw0rd2024!', 'too_common'],
    ['the words of the e-mail address', 'mara.lind1234567', 'too_common'],
    ['the words of the name', 'lindqvist-2026', 'too_common'],
  ])('refuses %s', async (_, password, code) => {
    expect(await faultOf(password)).toBe(code);
  });

  it.each([
    ['three words', 'seven quiet harbors'],
    ['twelve characters without a sense', 'xk2p9vq7rt4m'],
    ['a full KiB in characters of four bytes', '🦊🌊🎻🪁🧭🪵🧵🪨'.repeat(32)],
  ])('takes %s', async (_, password) => {
    expect(await faultOf(password)).toBeUndefined();
  });

  it('asks more of those who hold permissions', async () => {
    expect(await faultOf('fourteen chars', undefined, ['staff'])).toBe('too_short');
    expect(await faultOf('fourteen chars')).toBeUndefined();
    expect(await faultOf('fifteen letters', undefined, ['owner'])).toBeUndefined();
  });

  it('refuses what a list of further passwords names', async () => {
    const passwordList = lines('Seven Quiet Harbors\r\n\nanother leaked one\n');
    const policy = new PasswordPolicy(Object.assign(new AuthConfig(), { passwordList }), new HttpConfig());
    expect(await faultOf('seven quiet harbors', policy)).toBe('too_common');
    expect(await faultOf('eight quiet harbors', policy)).toBeUndefined();
  });
});
