import { Injectable } from '@nestjs/common';
import { type Fields, listOf, textOf } from '../fields.js';
import { AccessToken } from './access-token.js';
import { answerOf } from './answer-fields.js';
import { limitedFetch } from './limited-fetch.js';
import { PaypalConfig } from './paypal.config.js';

/** Nobody knows yet: the same request is under way elsewhere, or comes too often. */
const UNDECIDED = new Set([
  'ORDER_COMPLETION_IN_PROGRESS',
  'TRANSACTION_IN_PROGRESS',
  'DUPLICATE_REQUEST_ID',
  'INTERNAL_SERVICE_ERROR',
  'INTERNAL_SERVER_ERROR',
]);
const DEFINITE = new Set([400, 403, 404, 422]);

export interface Call {
  /** `PayPal-Request-Id`. */
  readonly key?: string;
  readonly body?: object;
}

/** What PayPal did, or the issue for which it did nothing. */
export type Reply =
  { readonly body: Fields; readonly issue?: undefined } | { readonly body: Fields; readonly issue: string };

/** Orders v2 and Payments v2. Throws when the outcome is unknown. */
@Injectable()
export class PaypalClient {
  constructor(
    private readonly config: PaypalConfig,
    private readonly token: AccessToken,
  ) {}

  get(path: string, signal: AbortSignal): Promise<Reply> {
    return this.send('GET', path, {}, signal);
  }

  post(path: string, call: Call, signal: AbortSignal): Promise<Reply> {
    return this.send('POST', path, call, signal);
  }

  private async send(method: string, path: string, call: Call, signal: AbortSignal): Promise<Reply> {
    const token = await orAbort(this.token.get(), signal);
    let answer = await this.exchange(method, path, call, token, signal);
    if (answer.status === 401) {
      this.token.forget(token);
      answer = await this.exchange(method, path, call, await orAbort(this.token.get(), signal), signal);
    }
    const { status, text } = answer;
    if (status === 204) return { body: {} };
    const body = answerOf(text);
    if (status >= 200 && status < 300) return { body };
    const issue = textOf(listOf(body['details'])[0]?.['issue']) ?? textOf(body['name']);
    if (issue !== undefined && DEFINITE.has(status) && !UNDECIDED.has(issue)) return { body, issue };
    throw new Error(`PayPal answered ${method} ${path} with ${status} ${issue ?? ''}`);
  }

  private exchange(method: string, path: string, { key, body }: Call, token: string, signal: AbortSignal) {
    return limitedFetch(`${this.config.apiBase}${path}`, {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(method === 'POST' && { 'content-type': 'application/json', prefer: 'return=representation' }),
        ...(key !== undefined && { 'paypal-request-id': key }),
      },
      body: body && JSON.stringify(body),
    });
  }
}

/** Others may wait for the same token, so it is not given up. */
async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
