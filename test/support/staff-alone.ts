import { expect } from 'vitest';
import { aCustomer } from './builders/accounts.js';
import type { HttpAnswer, RequestOptions } from './http-client.js';
import type { TestShop } from './shop.js';

/** Fails unless each request is refused to strangers by 401 and to customers by 403. */
export async function expectStaffAlone(
  shop: TestShop,
  requests: (as: RequestOptions) => readonly Promise<HttpAnswer>[],
): Promise<void> {
  const { token } = await aCustomer(shop);
  for (const [status, as] of [
    [401, {}],
    [403, { token }],
  ] as const) {
    const answers = await Promise.all(requests(as));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => status));
  }
}
