import { describe, expect, it } from 'vitest';
import { answerOf } from './answer-fields.js';

describe('An answer of PayPal', () => {
  it('that cannot be read is quoted nowhere', () => {
    const secret = 'A21AAFEpH4PsADK7qSS7pSRsgzfENtu';
    for (const text of [
      secret,
      `${secret}{}`,
      `{"access_token":"${secret}`,
      `{"access_token":${secret}}`,
      '',
    ]) {
      const read = () => answerOf(text);
      expect(read).toThrow(/^PayPal's answer cannot be read$/);
    }
  });

  it('is a set of fields, whatever it is', () => {
    expect([answerOf('{"id":"1"}'), answerOf('[1]'), answerOf('null')]).toEqual([{ id: '1' }, {}, {}]);
  });
});
