import type { Problem } from './answers.js';
import type { Narrator } from './narrator.js';

const TIMEOUT_MS = 15_000;

/** The walk cannot go on; the message tells people why. */
export class WalkStopped extends Error {
  override readonly name = 'WalkStopped';
}

export interface Answer<T> {
  readonly body: T;
  readonly headers: Headers;
}

interface Sent {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a running shop as any REST client would, and narrates each call. */
export class ShopClient {
  constructor(
    private readonly baseUrl: string,
    private readonly narrator: Narrator,
  ) {}

  /** Sends one request below /api/v1. Throws WalkStopped when the shop is not there or answers with a problem. */
  async send<T>(method: string, path: string, { body, headers = {} }: Sent = {}): Promise<Answer<T>> {
    const fullPath = `/api/v1${path}`;
    this.narrator.request(method, fullPath, headers, body);
    const startedAt = performance.now();
    const { response, text } = await this.exchange(fullPath, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    this.narrator.answer(response.status, performance.now() - startedAt);
    const answer = this.parse(text);
    if (!response.ok) throw new WalkStopped(problemIn(answer));
    return { body: answer as T, headers: response.headers };
  }

  private async exchange(path: string, request: RequestInit): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(new URL(path, this.baseUrl), request);
      return { response, text: await response.text() };
    } catch (error) {
      if (error instanceof DOMException) throw new WalkStopped(`${this.baseUrl} did not answer in time.`);
      throw new WalkStopped(
        `No shop answers at ${this.baseUrl}. Start one with "npm start" in another terminal, ` +
          'or name its address: npm run demo -- http://127.0.0.1:3000',
      );
    }
  }

  private parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new WalkStopped(`What answers at ${this.baseUrl} is no Cartwright shop.`);
    }
  }
}

function problemIn(answer: unknown): string {
  const { code, detail } = (answer ?? {}) as Problem;
  return `The shop refused: ${[code, detail].filter(Boolean).join(': ') || 'no reason given'}`;
}
