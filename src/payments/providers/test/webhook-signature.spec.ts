import { describe, expect, it } from 'vitest';
import { InvalidWebhook } from '../../payments.errors.js';
import { checkSignature, signWebhook, TOLERANCE_SECONDS } from './webhook-signature.js';

const NOW = 1_767_225_600;
const body = Buffer.from('{"id":"evt_1","amount":1999}');
const secret = 'a-key-of-the-shop';
const header = signWebhook(body, secret, NOW);

const check = (bytes: Buffer, given: unknown, secrets = [secret], now = NOW) =>
  checkSignature(bytes, given, secrets, now);

describe('The signature of a webhook', () => {
  it('is accepted over the very bytes, also with the secret before', () => {
    expect(() => check(body, header)).not.toThrow();
    expect(() => check(body, header, ['the-next-key', secret])).not.toThrow();
  });

  it.each([
    ['one byte changed', Buffer.from('{"id":"evt_1","amount":1998}')],
    ['white space added', Buffer.from('{"id":"evt_1", "amount":1999}')],
    ['keys in another order', Buffer.from('{"amount":1999,"id":"evt_1"}')],
    ['nothing left', Buffer.alloc(0)],
  ])('is refused with %s', (_, bytes) => {
    expect(() => check(bytes, header)).toThrow(InvalidWebhook);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['two headers', [header, header]],
    ['two versions', `${header},v1=${'0'.repeat(64)}`],
    ['no time', header.replace(/^t=\d+,/, '')],
    ['a time that is no number', header.replace(/^t=\d+/, 't=now')],
    ['another time', header.replace(/^t=\d+/, `t=${NOW + 1}`)],
    ['a short code', header.slice(0, -2)],
    ['capitals', header.toUpperCase()],
    ['the code of another key', signWebhook(body, 'another-key', NOW)],
  ])('is refused when it is %s', (_, given) => {
    expect(() => check(body, given)).toThrow(InvalidWebhook);
  });

  it('is refused when it is too old, or from the future', () => {
    expect(() => check(body, header, [secret], NOW + TOLERANCE_SECONDS)).not.toThrow();
    expect(() => check(body, header, [secret], NOW + TOLERANCE_SECONDS + 1)).toThrow(InvalidWebhook);
    expect(() => check(body, header, [secret], NOW - TOLERANCE_SECONDS - 1)).toThrow(InvalidWebhook);
  });
});
