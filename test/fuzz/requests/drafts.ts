import { PRINCIPALS, type Cast, type Principal } from '../knowledge/cast.js';
import { type Corpus, isSeenBy, type Known } from '../knowledge/corpus.js';
import type { ApiMap, Operation } from '../knowledge/document.js';
import type { Draft } from './draft.js';
import type { Random } from '../../support/random.js';
import { RECIPES, SUBJECTS } from './recipes.js';
import { uploadOf } from './uploads.js';
import type { Values } from './values.js';

/** How often a route is called; 10 unless named. Hashing a password costs as much as fifty other requests. */
const WEIGHTS: Readonly<Record<string, number>> = {
  register: 0.5,
  login: 0.5,
  logout: 0.5,
  getLiveness: 1,
  getReadiness: 1,
  getMetrics: 0.5,
  getJwks: 1,
  getMe: 3,
  archiveProduct: 2,
  importProducts: 3,
  importInventory: 3,
  deleteVariant: 3,
  deleteShippingMethod: 2,
  createCart: 25,
  updateCart: 15,
  addCartItem: 15,
  placeOrder: 15,
  startPayment: 15,
};

/** What a draft is drawn up from. */
export interface Desk {
  readonly api: ApiMap;
  readonly random: Random;
  readonly corpus: Corpus;
  readonly values: Values;
  readonly cast: Cast;
  /** The headers by which the payment provider proves that it sent these bytes. */
  readonly sign: (payload: Buffer) => Record<string, string>;
}

/** Draws up requests that should be fine, and lead on: the right caller for things that are there. */
export class Drafts {
  private readonly choices: readonly (readonly [number, Operation])[];
  private keys = 0;

  constructor(private readonly desk: Desk) {
    this.choices = desk.api.operations.map((operation) => [WEIGHTS[operation.id] ?? 10, operation]);
  }

  next(): Draft {
    const { random, corpus } = this.desk;
    const operation = random.weighted(this.choices);
    const kind = subjectKindOf(operation);
    const leadsOn = SUBJECTS[operation.id] ?? (() => true);
    // Refusals are alike, so where nothing can lead on there is little to learn yet.
    const isTooEarly = kind !== undefined && !corpus.has(kind, ({ body }) => leadsOn(body));
    return isTooEarly && random.chance(0.9) ? this.next() : this.draft(operation);
  }

  /** A request of the route with that id: by whoever is named, of the thing that is named. */
  of(operationId: string, principal?: Principal, subject?: Known): Draft {
    const found = this.desk.api.operations.find(({ id }) => id === operationId);
    if (!found) throw new Error(`The document has no operation ${operationId}`);
    return this.draft(found, principal, subject);
  }

  private draft(operation: Operation, by?: Principal, of?: Known): Draft {
    const principal = by ?? this.caller(operation);
    const subject = of ?? this.subject(operation, principal);
    const path = this.path(operation, subject);
    const upload = operation.takesUpload ? uploadOf(this.desk.random, operation.id) : undefined;
    return {
      operation,
      principal,
      method: operation.method,
      path,
      query: this.query(operation, path),
      headers: { ...this.headers(operation, principal, path, subject), ...upload?.headers },
      body: this.body(operation, principal, subject),
      payload: upload?.payload,
      isOnWire: false,
      notes: [],
    };
  }

  private caller(operation: Operation): Principal {
    const { random, cast } = this.desk;
    const allowed = PRINCIPALS.filter((principal) => cast.mayCall(principal, operation));
    return random.pick(random.chance(0.85) ? allowed : PRINCIPALS);
  }

  /** What the address names first: rather something that the caller has seen, and that leads on. */
  private subject(operation: Operation, principal: Principal): Known | undefined {
    const { random, corpus } = this.desk;
    const kind = subjectKindOf(operation);
    if (kind === undefined) return undefined;
    const leadsOn = SUBJECTS[operation.id] ?? (() => true);
    const isOwn = random.chance(0.8) && !operation.permission;
    return corpus.row(kind, random, (known) => (!isOwn || isSeenBy(known, principal)) && leadsOn(known.body));
  }

  private path(operation: Operation, subject: Known | undefined): string {
    const { random } = this.desk;
    let depth = 0;
    return operation.path.replace(/([^/]+)\/\{(\w+)\}/g, (_, segment: string, name: string) => {
      depth += 1;
      const parts = (subject?.body[segment] ?? []) as { id?: string }[];
      const known = depth === 1 ? subject : parts.length > 0 ? random.pick(parts) : undefined;
      if (name === 'provider') return `${segment}/test`;
      if (operation.id === 'getMedia' && subject)
        return `${segment}/${encodeURIComponent((subject.body['url'] as string).split('/').at(-1)!)}`;
      const slug = (known as Known | undefined)?.body?.['slug'] as string | undefined;
      const id = name === 'idOrSlug' && random.chance(0.4) ? slug : known?.id;
      return `${segment}/${encodeURIComponent(id ?? random.uuid())}`;
    });
  }

  private query({ parameters }: Operation, path: string): [string, string][] {
    const { random, corpus, values } = this.desk;
    const next = random.chance(0.3) ? corpus.find('next-pages', path) : undefined;
    if (next) return next.body['query'] as [string, string][];
    return parameters
      .filter((parameter) => parameter.in === 'query' && parameter.name !== 'cursor' && random.chance(0.25))
      .flatMap(({ name, schema }): [string, string][] =>
        name === 'option'
          ? random.pick([['Blue'], ['Blue', 'Red'], ['Red', 'Red']]).map((value) => ['option.Color', value])
          : [values.of(schema, name)].flat().map((value) => [name, String(value)]),
      );
  }

  private headers(
    operation: Operation,
    principal: Principal,
    path: string,
    subject?: Known,
  ): Record<string, string> {
    const { random, corpus, cast } = this.desk;
    const account = cast.account(principal);
    const headers: Record<string, string> = {};
    if (account) headers['authorization'] = `Bearer ${account.token}`;
    for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'header')) {
      if (name === 'Idempotency-Key' && random.chance(0.96)) headers['idempotency-key'] = this.key();
      if (name === 'X-Order-Token' && principal === 'guest')
        headers['x-order-token'] = this.orderToken(subject) ?? 'none';
      const etag = name === 'If-None-Match' && random.chance(0.3) ? corpus.find('etags', path) : undefined;
      if (etag) headers['if-none-match'] = etag.body['etag'] as string;
    }
    if (['PATCH', 'PUT', 'DELETE'].includes(operation.method) && random.chance(0.1))
      headers['if-match'] = this.etagOf(subject) ?? '"1"';
    return headers;
  }

  /** Mostly a key that is new; now and then one that was used. */
  private key(): string {
    const { random } = this.desk;
    return `key-${random.chance(0.96) ? (this.keys += 1) : random.int(1, this.keys + 1)}`;
  }

  /** Of the order itself, or of the order that a payment pays. */
  private orderToken(subject?: Known): string | undefined {
    const orderId = subject?.body['orderId'] as string | undefined;
    const order = orderId === undefined ? subject : this.desk.corpus.find('orders', orderId);
    return order?.body['accessToken'] as string | undefined;
  }

  private etagOf(subject?: Known): string | undefined {
    const version = subject?.body['version'] as number | undefined;
    return version === undefined ? undefined : `"${version}"`;
  }

  private body(operation: Operation, principal: Principal, subject?: Known): unknown {
    const { random, corpus, values, cast } = this.desk;
    if (!operation.body) return undefined;
    const recipe = RECIPES[operation.id];
    if (!recipe || random.chance(0.08)) return values.of(operation.body);
    const account = cast.account(random.chance(0.7) ? principal : 'customer');
    return recipe({ random, corpus, values, principal, subject, account });
  }
}

/** What a route's address names first: `carts` of `/carts/{id}/items`. */
function subjectKindOf({ path }: Operation): string | undefined {
  const kind = /([^/]+)\/\{/.exec(path)?.[1];
  return kind === 'webhooks' ? undefined : kind;
}
