import { setTimeout as delay } from 'node:timers/promises';
import { anOwner, PASSWORD } from '../support/builders/accounts.js';
import type { HttpAnswer, RequestOptions } from '../support/http-client.js';
import type { TestShop } from '../support/shop.js';

const TOKEN_GOOD_FOR_MS = 180_000;
const MAX_TRIES = 20;

/** Speaks to the shop over its port as a patient client does: it comes back when it is told to. */
export class ReplayClient {
  private token = '';
  private signedInAt = -TOKEN_GOOD_FOR_MS;
  private email = '';
  /** Times that the shop said 503. */
  retries = 0;

  constructor(private readonly shop: TestShop) {}

  async open(): Promise<void> {
    await this.shop.listen();
    this.email = (await anOwner(this.shop)).user.email;
  }

  /** Gives the body, or throws when the status is another one. */
  async send<T = any>(
    method: string,
    path: string,
    body: unknown,
    status: number,
    options: RequestOptions = {},
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.shop.network.send<T>(method, path, body, options);
      if (answer.status === status) return answer.body;
      if (answer.status !== 503 || tries === MAX_TRIES) throw unexpected(method, path, answer);
      this.retries += 1;
      await delay(Number(answer.headers['retry-after'] ?? 1) * 1_000);
    }
  }

  /** The same as the owner of the shop. */
  async asOwner<T = any>(
    method: string,
    path: string,
    body: unknown,
    status: number,
    idempotencyKey?: string,
  ): Promise<T> {
    return this.send<T>(method, path, body, status, { token: await this.ownersToken(), idempotencyKey });
  }

  /** Every item of a list that the owner may read. */
  async *listed<T = any>(path: string): AsyncGenerator<T> {
    for (let cursor: string | null = ''; cursor !== null;) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.asOwner<{ items: T[]; nextCursor: string | null }>(
        'GET',
        `${path}?limit=100${at}`,
        undefined,
        200,
      );
      yield* page.items;
      cursor = page.nextCursor;
    }
  }

  private async ownersToken(): Promise<string> {
    if (Date.now() - this.signedInAt > TOKEN_GOOD_FOR_MS) {
      const credentials = { email: this.email, password: PASSWORD };
      const { accessToken } = await this.send('POST', '/auth/login', credentials, 200);
      [this.token, this.signedInAt] = [accessToken as string, Date.now()];
    }
    return this.token;
  }
}

const unexpected = (method: string, path: string, { status, text }: HttpAnswer): Error =>
  new Error(`${method} ${path} -> ${status} ${text.slice(0, 500)}`);
