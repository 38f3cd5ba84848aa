import type { Corpus } from './corpus.js';
import type { ApiMap } from './document.js';
import { type Errand, refusedRefunds, stepsAfter } from '../requests/errands.js';
import { Harvester } from './harvest.js';
import type { Ownership } from '../judgement/ownership.js';
import type { FuzzAnswer, FuzzRequest } from '../requests/request.js';

/** Learns from successes: what there is, how it stands, what may be asked next. */
export class Learner {
  private readonly harvester: Harvester;

  constructor(
    api: ApiMap,
    private readonly corpus: Corpus,
    private readonly ownership: Ownership,
  ) {
    this.harvester = new Harvester(api, corpus);
  }

  /** Keeps what a success shows, and gives what it may lead to. */
  learn(request: FuzzRequest, answer: FuzzAnswer): Errand[] {
    const { operation, principal, target } = request;
    const etag = answer.headers['etag'];
    const path = target.split('?', 1)[0]!;
    if (answer.status === 204) this.forget(path);
    if (etag !== undefined) this.corpus.remember('etags', path, { etag });
    if (!(answer.headers['content-type'] ?? '').startsWith('application/json')) return [];
    const body = JSON.parse(answer.text) as Record<string, unknown>;
    this.harvester.harvest(operation, answer.status, body, principal);
    this.ownership.note(request, body);
    this.noteNextPage(path, target, body);
    this.conclude(request, body);
    return stepsAfter(request, body);
  }

  private forget(path: string): void {
    const [kind, id] = path.split('/').slice(-2);
    if (kind !== undefined && id !== undefined) this.corpus.forget(kind, id);
  }

  /** The same question, of the page after this one. */
  private noteNextPage(path: string, target: string, body: Record<string, unknown>): void {
    if (typeof body['nextCursor'] !== 'string') return;
    const query = new URLSearchParams(target.split('?')[1]);
    query.set('cursor', body['nextCursor']);
    this.corpus.remember('next-pages', path, { query: [...query] });
  }

  /** What an answer means for things that it does not show. */
  private conclude({ operation, payload }: FuzzRequest, body: Record<string, unknown>): void {
    if (operation.id === 'placeOrder') {
      const { cartId } = JSON.parse(String(payload)) as { cartId: string };
      this.corpus.remember('carts', cartId, { isOrdered: true });
    }
    if (Array.isArray(body['variants']))
      for (const { id } of body['variants'] as { id: string }[])
        this.corpus.remember('variants', id, { isForSale: body['status'] === 'active' });
    if (operation.id === 'refundPayment' && JSON.parse(String(payload)).amount === undefined)
      this.corpus.remember('payments', String(body['paymentId']), { isSpent: true });
    for (const { id, paymentId } of refusedRefunds(body))
      this.corpus.remember('payments', paymentId, { refunds: [{ id }] });
    if (operation.id === 'startPayment') {
      const isSecured = body['status'] === 'succeeded' || body['status'] === 'authorized';
      const status = isSecured ? 'placed' : 'pending_payment';
      this.corpus.remember('orders', String(body['orderId']), { status });
    }
  }
}
