import type { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { aStaff } from '../support/builders/accounts.js';
import { aKey } from '../support/builders/orders.js';
import type { TestShop } from '../support/shop.js';

/** Last digits of the keys of refunds that are refused, a quarter of all. */
const REFUSED = /[0-3]$/;
/** What the shop logs as an error so that staff come, and they do. */
export const CALL_FOR_STAFF = /^Refund \S+ of payment \S+ was refused \(card_closed\): staff have to decide/;

interface Refund {
  readonly id: string;
  readonly paymentId: string;
}

/** Lets the provider refuse some refunds for good, each as often as it is asked. Gives what ends this. */
export function refuseSome(provider: TestProvider): () => void {
  const refund = provider.refund.bind(provider);
  provider.refund = async (handle, request) =>
    REFUSED.test(request.key)
      ? { kind: 'refused', failure: { code: 'card_closed', detail: 'The card was closed.' } }
      : refund(handle, request);
  return () => {
    provider.refund = refund;
  };
}

/** Staff decide on every refund that waits for it; throws where they cannot. */
export async function decideOnAll(shop: TestShop): Promise<void> {
  const { token } = await aStaff(shop);
  const waiting = async (): Promise<readonly Refund[]> =>
    (await shop.http.get('/payments/refused-refunds?limit=100', { token })).body.items;
  for (let refunds = await waiting(); refunds.length > 0; refunds = await waiting())
    for (const { id, paymentId } of refunds) {
      const path = `/payments/${paymentId}/refunds/${id}/decision`;
      const decision = { decision: 'settle', reason: 'by bank transfer' };
      const { status, text } = await shop.http.post(path, decision, { token, idempotencyKey: aKey() });
      if (status !== 201) throw new Error(`${path} answered ${status}: ${text}`);
    }
}
