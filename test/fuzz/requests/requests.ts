import { mutateBody } from '../mutations/body-values.js';
import type { Errand } from './errands.js';
import type { Draft } from './draft.js';
import { type Desk, Drafts } from './drafts.js';
import type { Hostile } from '../mutations/hostile.js';
import type { FuzzRequest } from './request.js';
import { damagedUpload } from './uploads.js';
import type { Tools } from '../mutations/tools.js';
import { WIRE_MUTATIONS } from '../mutations/wire.js';

/** How many mutations a request gets. Those without any lead into states that the others then meet. */
const MUTATIONS: readonly (readonly [weight: number, count: number])[] = [
  [45, 0],
  [40, 1],
  [10, 2],
  [5, 4],
];
/** A mutation is of the body's values, where there is a body, rather than of anything else. */
const OF_VALUES = 0.6;
const AGAIN = 0.03;
const REMEMBERED = 30;
const KINDS = [
  'carts',
  'orders',
  'payments',
  'products',
  'variants',
  'users',
  'categories',
  'shipping-methods',
];

/** Makes requests, one after another: sound ones, mutated ones, and earlier ones again. */
export class Requests {
  private readonly drafts: Drafts;
  private readonly tools: Tools;
  private readonly earlier: FuzzRequest[] = [];

  constructor(
    private readonly desk: Desk,
    hostile: Hostile,
  ) {
    this.drafts = new Drafts(desk);
    const { random, corpus, api } = desk;
    this.tools = {
      random,
      hostile,
      resolve: (schema) => api.resolve(schema),
      foreignId: () => corpus.row(random.pick(KINDS), random)?.id,
    };
  }

  /** The next request: the errand's, if there is one. */
  next(errand?: Errand): FuzzRequest {
    const { random, corpus } = this.desk;
    if (!errand && this.earlier.length > 0 && random.chance(AGAIN)) return random.pick(this.earlier);
    const draft = errand
      ? this.drafts.of(errand.operationId, errand.principal, corpus.find(errand.kind, errand.id))
      : this.drafts.next();
    const mutations = random.weighted(MUTATIONS);
    for (let count = 0; count < mutations; count += 1) this.mutate(draft);
    return this.finished(draft);
  }

  /** A sound request of that route. */
  sound(operationId: string): FuzzRequest {
    return this.finished(this.drafts.of(operationId));
  }

  private mutate(draft: Draft): void {
    const { body, takesUpload } = draft.operation;
    if (takesUpload && this.desk.random.chance(OF_VALUES)) this.damageUpload(draft);
    else if (body && draft.payload === undefined && this.desk.random.chance(OF_VALUES))
      mutateBody(draft, body, this.tools);
    else draft.notes.push(this.desk.random.weighted(WIRE_MUTATIONS)(draft, this.tools));
  }

  private damageUpload(draft: Draft): void {
    const { random, hostile } = this.tools;
    const [note, payload] = damagedUpload(random, random.pick(hostile.texts));
    draft.payload = payload;
    draft.notes.push(note);
  }

  private finished(draft: Draft): FuzzRequest {
    const { operation, principal, method, headers, isOnWire, notes } = draft;
    const json = draft.body === undefined ? undefined : Buffer.from(JSON.stringify(draft.body));
    const payload = draft.payload ?? json;
    const isSigned = operation.id === 'receiveWebhook' && payload && this.desk.random.chance(0.9);
    const proof = isSigned ? this.desk.sign(payload) : {};
    const request = {
      operation,
      principal,
      method,
      target: draft.path + queryOf(draft),
      headers: payload === undefined ? headers : { 'content-type': 'application/json', ...proof, ...headers },
      payload,
      isOnWire,
      mayCall:
        operation.isPublic ||
        !(method === operation.method || isHeadOf(method, operation.method)) ||
        this.desk.cast.mayCall(principal, operation),
      notes,
    };
    this.earlier.push(request);
    if (this.earlier.length > REMEMBERED) this.earlier.shift();
    return request;
  }
}

const isHeadOf = (method: string, documented: string): boolean => method === 'HEAD' && documented === 'GET';

function queryOf({ path, query }: Draft): string {
  if (query.length === 0) return '';
  const text = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, value.toWellFormed()]),
  ).toString();
  return `${path.includes('?') ? '&' : '?'}${text}`;
}
