import { describe, expect, it } from 'vitest';
import { isEmail, normalizeEmail, shownEmail } from './email-address.js';

describe('An e-mail address', () => {
  it.each([
    ['info@müller.example', 'info@xn--mller-kva.example'],
    ['INFO@MÜLLER.EXAMPLE', 'info@xn--mller-kva.example'],
    [' Info@Mu\u0308ller.example ', 'info@xn--mller-kva.example'],
    ['info@XN--MLLER-KVA.example', 'info@xn--mller-kva.example'],
    ['info@müller。example', 'info@xn--mller-kva.example'],
    ['wein@straße.example', 'wein@xn--strae-oqa.example'],
    ['a@почта.рф', 'a@xn--80a1acny.xn--p1ai'],
    ['a@例え.テスト', 'a@xn--r8jz45g.xn--zckzah'],
    ['Mara@Example.com', 'mara@example.com'],
  ])('written %j is stored as %s', (written, stored) => {
    expect(normalizeEmail(written)).toBe(stored);
    expect(isEmail(stored)).toBe(true);
    expect(normalizeEmail(stored)).toBe(stored);
    expect(normalizeEmail(shownEmail(stored))).toBe(stored);
  });

  it('is shown as people write it', () => {
    expect(shownEmail('info@xn--mller-kva.example')).toBe('info@müller.example');
    expect(shownEmail('xn--mller-kva@example.com')).toBe('xn--mller-kva@example.com');
    expect(shownEmail('a@xn--zz.example')).toBe('a@xn--zz.example');
  });

  it.each([
    ['a header behind the domain', 'info@müller.example\r\nBcc: all@example.com'],
    ['a line break within the domain', 'info@mül\nler.example'],
    ['a tab within the domain', 'info@mül\tler.example'],
    ['a path behind the domain', 'info@müller.example/x'],
    ['a query behind the domain', 'info@müller.example?x'],
    ['a port', 'info@müller.example:25'],
    ['an escape', 'info@m%C3%BCller.example'],
    ['two signs', 'info@müller.example@example.com'],
    ['another sign for @', 'info＠müller.example'],
    ['a space', 'info@mül ler.example'],
    ['an invisible letter', 'info@mül\u200bler.example'],
    ['a turn of direction', 'info@mül\u202eler.example'],
    ['a lone surrogate', 'info@m\ud800ller.example'],
    ['an address of four numbers in wide digits', 'info@１２７.0.0.1'],
    ['an empty label', 'info@müller..example'],
    ['a label beyond 63 letters', `info@${'ü'.repeat(64)}.example`],
    ['a domain beyond 254 letters', `info@${'ü.'.repeat(150)}example`],
    ['letters of another script before the sign', 'infо@müller.example'],
  ])('is none with %s', (_, text) => {
    expect(isEmail(normalizeEmail(text))).toBe(false);
  });

  it('that only looks like another one is another one', () => {
    expect(normalizeEmail('info@mуller.example')).not.toBe(normalizeEmail('info@myller.example'));
  });
});
