import { setTimeout as delay } from 'node:timers/promises';
import type { Journal } from './journal.js';

export interface ClientAnswer {
  readonly status: number;
  readonly body: any;
}

export interface Credentials {
  readonly token?: string;
  readonly orderToken?: string;
}

/** While processes are killed it may take minutes; after that, what has no outcome never gets one. */
const PATIENCE_MS = 600_000;
const ONE_TRY_MS = 15_000;

/** Sends requests to whichever process answers, and again with the same key until their outcome is known. */
export class TortureClient {
  private keys = 0;

  constructor(
    private readonly name: string,
    private readonly urls: readonly string[],
    private readonly journal: Journal,
  ) {}

  /** Safe to repeat by itself, or by its key. */
  async ask(
    method: string,
    path: string,
    body?: object,
    credentials: Credentials = {},
  ): Promise<ClientAnswer> {
    const key = `${this.name}-${(this.keys += 1)}`;
    const began = Date.now();
    this.journal.operations += 1;
    for (let tries = 0; ; tries += 1) {
      const answer = await this.once(tries, method, path, body, credentials, key);
      if (answer && isDefinite(answer)) {
        this.waited(`${method} ${path}`, Date.now() - began);
        return this.known(answer, tries);
      }
      if (tries === 0) this.journal.unknown += 1;
      if (answer && answer.status >= 500 && answer.status !== 503 && tries > 20) {
        this.journal.violations.push(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer;
      }
      if (Date.now() > began + PATIENCE_MS) {
        this.journal.violations.push(
          `${method} ${path} under ${key} has no outcome: ${JSON.stringify(answer)}`,
        );
        return answer ?? { status: 0, body: {} };
      }
      await delay(Math.min(1_000, 50 * 2 ** tries));
    }
  }

  /** Sends bytes once, and does not care for the answer: webhooks are repeated by whoever sends them. */
  async post(path: string, payload: string, headers: Record<string, string>): Promise<void> {
    this.journal.operations += 1;
    const answer = await send(this.urls[0]! + path, { method: 'POST', headers, body: payload });
    if (answer?.status === 200) this.journal.ok += 1;
  }

  private waited(request: string, milliseconds: number): void {
    if (milliseconds <= this.journal.longestWait) return;
    this.journal.longestWait = milliseconds;
    this.journal.longestWaiter = request;
  }

  private known(answer: ClientAnswer, tries: number): ClientAnswer {
    if (tries > 0) this.journal.settled += 1;
    if (answer.status < 300) this.journal.ok += 1;
    else this.journal.refused += 1;
    return answer;
  }

  private once(
    tries: number,
    method: string,
    path: string,
    body: object | undefined,
    { token, orderToken }: Credentials,
    key: string,
  ): Promise<ClientAnswer | undefined> {
    const headers: Record<string, string> = { 'idempotency-key': key };
    if (body) headers['content-type'] = 'application/json';
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (orderToken !== undefined) headers['x-order-token'] = orderToken;
    const url = this.urls[(this.keys + tries) % this.urls.length]! + path;
    return send(url, { method, headers, body: body && JSON.stringify(body) });
  }
}

/** It says what became of the request. */
const isDefinite = ({ status, body }: ClientAnswer): boolean =>
  status < 500 && status !== 429 && body?.code !== 'idempotency_key_in_flight';

async function send(url: string, request: RequestInit): Promise<ClientAnswer | undefined> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(ONE_TRY_MS) });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    return undefined;
  }
}
