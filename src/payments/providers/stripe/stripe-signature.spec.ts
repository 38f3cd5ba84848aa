import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { InvalidWebhook } from '../../payments.errors.js';
import { checkSignature, signAsStripe, TOLERANCE_SECONDS } from './stripe-signature.js';

const NOW = 1_767_225_600;
const body = Buffer.from('{"id":"evt_1","amount":1999}');
const secret = 'whsec_of-the-shop';
const header = signAsStripe(body, secret, NOW);
const code = header.slice(header.indexOf('v1='));
const foreign = signAsStripe(body, 'whsec_of-another', NOW).slice(header.indexOf('v1='));

const check = (given: unknown, { bytes = body, secrets = [secret], now = NOW } = {}) =>
  checkSignature(bytes, given, secrets, now);

describe("The signature of Stripe's webhooks", () => {
  it('is the one that the official library makes', () => {
    const theirs = new Stripe('sk_test_1').webhooks.generateTestHeaderString({
      payload: body.toString(),
      secret,
      timestamp: NOW,
    });
    expect(() => check(theirs)).not.toThrow();
    expect(theirs).toBe(header);
  });

  it.each([
    ['with the second secret', header, ['whsec_next', secret]],
    ['with the second v1', `t=${NOW},${foreign},${code}`, [secret]],
    ['with another scheme beside it', `${header},v0=${'0'.repeat(64)}`, [secret]],
    ['with spaces', header.replace(',', ', '), [secret]],
    ['in another order', `${code},t=${NOW}`, [secret]],
  ])('is accepted %s', (_, given, secrets) => {
    expect(() => check(given, { secrets })).not.toThrow();
  });

  it('counts invalid UTF-8 by its bytes', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const given = signAsStripe(bytes, secret, NOW);
    expect(() => check(given, { bytes })).not.toThrow();
    expect(() => check(given, { bytes: Buffer.from(bytes.toString()) })).toThrow(InvalidWebhook);
  });

  it.each([
    ['one byte changed', Buffer.from('{"id":"evt_1","amount":1998}')],
    ['white space added', Buffer.from('{"id":"evt_1", "amount":1999}')],
    ['nothing left', Buffer.alloc(0)],
  ])('is refused with %s', (_, bytes) => {
    expect(() => check(header, { bytes })).toThrow(InvalidWebhook);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['two headers', [header, header]],
    ['without a time', code],
    ['with two times', `t=${NOW},${header}`],
    ['with a time that is no number', `t=abc,${code}`],
    ['with another time', `t=${NOW + 1},${code}`],
    ['a short code', header.slice(0, -2)],
    ['only of another scheme', header.replace('v1', 'v0')],
    ['of another secret', `t=${NOW},${foreign}`],
    ['a flood of codes', `t=${NOW},${`${code},`.repeat(11)}`],
  ])('is refused when it is %s', (_, given) => {
    expect(() => check(given)).toThrow(InvalidWebhook);
  });

  it('is refused when it is too old, or from the future', () => {
    expect(() => check(header, { now: NOW + TOLERANCE_SECONDS })).not.toThrow();
    expect(() => check(header, { now: NOW + TOLERANCE_SECONDS + 1 })).toThrow(InvalidWebhook);
    expect(() => check(header, { now: NOW - TOLERANCE_SECONDS - 1 })).toThrow(InvalidWebhook);
  });

  it('is refused without any secret', () => {
    expect(() => check(header, { secrets: [] })).toThrow(InvalidWebhook);
  });
});
