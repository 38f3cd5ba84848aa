import { randomUUID } from 'node:crypto';
import { ApiDocument } from '../../src/common/openapi/api-document.js';
import { ApiMap, type Operation } from '../fuzz/knowledge/document.js';
import { anOwner } from '../support/builders/accounts.js';
import { settledBusyMilliseconds } from '../support/cpu-meter.js';
import type { TestShop } from '../support/shop.js';

/** CPU that one request may take from all others. */
export const MOST_MS = 50;
export const KIB = 1_024;
/** The most that any route takes. */
export const LARGEST_KIB = 1_024;

interface Sent {
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly payload?: string | Buffer;
}

interface JsonBody {
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export const named = ({ method, path }: Operation): string => `${method} ${path}`;
export const pathOf = ({ path }: Operation): string => path.replace(/\{\w+\}/g, () => randomUUID());

/** Asks every route of the document, as strangers where they may and as the owner elsewhere, and measures the answers. */
export class Asking {
  readonly api: ApiMap;
  token = '';

  constructor(private readonly shop: TestShop) {
    this.api = new ApiMap(shop.get(ApiDocument).content!);
  }

  get withBody(): readonly Operation[] {
    return this.api.operations.filter(({ body }) => body !== undefined);
  }

  /** Signs in; the requests may end sessions. */
  async signIn(): Promise<void> {
    ({ token: this.token } = await anOwner(this.shop));
  }

  send(operation: Operation, { url, headers, payload }: Sent) {
    const method = operation.method as 'POST';
    const proof = operation.isPublic ? {} : { authorization: `Bearer ${this.token}` };
    const always = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const sent = { method, url: url ?? pathOf(operation), headers: { ...always, ...proof, ...headers } };
    return this.shop.app.inject({ ...sent, payload });
  }

  /** The requests that take longer than they may. */
  async slowOf(requests: Iterable<readonly [name: string, operation: Operation, sent: Sent]>) {
    const slow: string[] = [];
    for (const [name, operation, sent] of requests) {
      const least = await settledBusyMilliseconds(() => this.send(operation, sent), MOST_MS);
      if (least > MOST_MS) slow.push(`${named(operation)} ${name}: ${Math.round(least)} ms`);
    }
    return slow;
  }

  /** KiB of a body that the route takes, as it shows from outside. */
  async limitOf(operation: Operation): Promise<number> {
    for (let kibibytes = LARGEST_KIB; kibibytes > 1; kibibytes /= 2) {
      const payload = '{}'.padEnd(kibibytes * KIB);
      if ((await this.send(operation, { payload })).statusCode !== 413) return kibibytes;
    }
    return 1;
  }

  exampleOf({ path, method }: Operation): unknown {
    const methods = this.shop.get(ApiDocument).content!.paths[path] as Record<
      string,
      { requestBody?: unknown }
    >;
    const { content } = methods[method.toLowerCase()]!.requestBody as { content: Record<string, JsonBody> };
    const { example, examples = {} } = content['application/json']!;
    return example ?? Object.values(examples)[0]?.value ?? {};
  }
}
