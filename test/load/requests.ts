import { Agent, request as httpRequest } from 'node:http';

/** One answer, as a client saw it. */
export interface Sample {
  /** 0 when no answer came. */
  readonly status: number;
  readonly ms: number;
  /** When it was sent, in milliseconds of this process's clock. */
  readonly at: number;
  readonly retryAfter?: number;
  readonly text: string;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 15_000;

/** Sends requests over kept connections, with as little work of its own as can be: it shares the machine. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 2_000 });

  constructor(private readonly url: string) {}

  send({ method, path, body, headers }: Call): Promise<Sample> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const at = performance.now();
    return new Promise((resolve) => {
      const end = (status: number, text: string, retryAfter?: string): void =>
        resolve({
          status,
          ms: performance.now() - at,
          at,
          text,
          ...(retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) }),
        });
      const request = httpRequest(
        this.url + path,
        { method, agent: this.agent, timeout: TIMEOUT_MS, headers: headersOf(payload, headers) },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            end(response.statusCode ?? 0, Buffer.concat(parts).toString(), response.headers['retry-after']),
          );
          response.on('error', () => end(0, ''));
        },
      );
      request.on('timeout', () => request.destroy()).on('error', () => end(0, ''));
      request.end(payload);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

const headersOf = (payload: string | undefined, more: Call['headers']): Record<string, string> => ({
  ...(payload === undefined
    ? {}
    : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(payload)) }),
  ...more,
});
