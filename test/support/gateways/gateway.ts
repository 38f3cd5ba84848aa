import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing when undefined. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly text?: string;
}

/** A request and what the gateway answered, though the answer may have been lost on its way. */
export interface Exchange {
  readonly request: GatewayRequest;
  readonly answer: GatewayAnswer;
  /** The test made the answer up. */
  readonly isMadeUp?: boolean;
}

export type Fault =
  /** Acts and answers so much later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Does nothing, and answers this. */
  | { readonly kind: 'answer'; readonly answer: GatewayAnswer }
  /** Does nothing, and cuts the connection. */
  | { readonly kind: 'cut' }
  /** Acts, and cuts the connection before the answer. */
  | { readonly kind: 'lose' }
  /** Acts, and answers bytes that nobody can read. */
  | { readonly kind: 'garble' };

interface ArmedFault {
  readonly fault: Fault;
  readonly path: RegExp;
  times: number;
}

/** Spoils the next requests whose `METHOD /path` matches. */
export class FaultSwitch {
  private armed: ArmedFault[] = [];

  next(path: RegExp, fault: Fault, times = 1): void {
    this.armed.push({ fault, path, times });
  }

  clear(): void {
    this.armed = [];
  }

  /** Tests check with it that a fault has struck. */
  get isQuiet(): boolean {
    return this.armed.length === 0;
  }

  take({ method, path }: GatewayRequest): Fault | undefined {
    const found = this.armed.find((armed) => armed.path.test(`${method} ${path}`));
    if (!found) return undefined;
    found.times -= 1;
    this.armed = this.armed.filter(({ times }) => times > 0);
    return found.fault;
  }
}

export interface BookEntry {
  readonly charge: string;
  readonly kind: 'capture' | 'refund' | 'refund_failed';
  readonly currency: string;
  /** In the gateway's own units: positive to the shop, negative from it. */
  readonly amount: number;
  readonly fee: number;
}

/** What the gateway itself says that it moved. */
export class GatewayBooks {
  readonly entries: BookEntry[] = [];

  enter(entry: BookEntry): void {
    this.entries.push(entry);
  }

  /** Without fees: what the shop's ledger must say that the gateway owes. */
  balance(charge: string): number {
    return this.of(charge).reduce((all, { amount }) => all + amount, 0);
  }

  of(charge: string, kind?: BookEntry['kind']): BookEntry[] {
    return this.entries.filter(
      (entry) => entry.charge === charge && (kind === undefined || entry.kind === kind),
    );
  }
}

/** A webhook that is not signed yet: gateways sign each time that they send. */
export interface OutgoingWebhook {
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** Takes body and headers to the shop; gives the status of its answer. */
export type Courier = (body: string, headers: Readonly<Record<string, string>>) => Promise<number>;

/** Webhooks wait until a test releases them, in its order and as often as it wants. */
export class WebhookOutbox {
  private readonly waiting: OutgoingWebhook[] = [];
  private courier?: Courier;

  constructor(private readonly sign: (body: string) => Readonly<Record<string, string>>) {}

  deliverBy(courier: Courier): void {
    this.courier = courier;
  }

  put(webhook: OutgoingWebhook): void {
    this.waiting.push(webhook);
  }

  /** Takes out what waits. */
  take(): OutgoingWebhook[] {
    return this.waiting.splice(0);
  }

  /** Gives the shop's statuses. */
  async send(webhooks: readonly OutgoingWebhook[]): Promise<number[]> {
    const statuses: number[] = [];
    for (const { body } of webhooks) statuses.push(await this.sendSigned(body, this.sign(body)));
    return statuses;
  }

  /** With headers of the test's choice: forged, old or of another secret. */
  sendSigned(body: string, headers: Readonly<Record<string, string>>): Promise<number> {
    if (!this.courier) throw new Error('Say with deliverBy() where webhooks go');
    return this.courier(body, { 'content-type': 'application/json', ...headers });
  }
}

/** A payment company on loopback that keeps books, and fails as it is told. What it speaks is said by a subclass. */
export abstract class Gateway {
  readonly faults = new FaultSwitch();
  readonly books = new GatewayBooks();
  readonly outbox = new WebhookOutbox((body) => this.signed(body));
  readonly exchanges: Exchange[] = [];
  /** What went wrong inside; a test that ends with any is wrong. */
  readonly errors: unknown[] = [];
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((error: unknown) => {
      this.errors.push(error);
      response.writeHead(500).end();
    });
  });

  /** Gives its base URL. */
  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Headers that prove the body to come from here. */
  protected abstract signed(body: string): Readonly<Record<string, string>>;

  protected abstract answer(request: GatewayRequest): GatewayAnswer | Promise<GatewayAnswer>;

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    const fault = this.faults.take(request);
    if (fault?.kind === 'cut') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'delay') await sleep(fault.ms);
    const answer = fault?.kind === 'answer' ? fault.answer : await this.answer(request);
    this.exchanges.push({ request, answer, isMadeUp: fault?.kind === 'answer' });
    if (fault?.kind === 'lose') return void incoming.socket.resetAndDestroy();
    if (fault?.kind === 'garble') return void response.writeHead(200).end('<html>{"id":');
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.text ?? (answer.body === undefined ? undefined : JSON.stringify(answer.body)));
  }
}

async function readRequest(incoming: IncomingMessage): Promise<GatewayRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://gateway');
  return {
    method: incoming.method ?? 'GET',
    path: pathname,
    query: searchParams,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  };
}
