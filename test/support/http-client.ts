import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Contract } from './contract.js';

export interface RequestOptions {
  /** Access token. */
  readonly token?: string;
  /** Guest order token. */
  readonly orderToken?: string;
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpAnswer<T = any> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: T;
}

type Send = (
  method: string,
  url: string,
  headers: Record<string, string>,
  payload?: string | Buffer,
) => Promise<Raw>;

interface Raw {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly text: string;
}

/** Speaks to the shop as a REST client does, and holds every answer against the OpenAPI document. */
export class HttpClient {
  constructor(
    private readonly transport: Send,
    private readonly contract: Contract,
  ) {}

  get = <T = any>(path: string, options?: RequestOptions) => this.send<T>('GET', path, undefined, options);
  post = <T = any>(path: string, body?: unknown, options?: RequestOptions) =>
    this.send<T>('POST', path, body, options);
  put = <T = any>(path: string, body?: unknown, options?: RequestOptions) =>
    this.send<T>('PUT', path, body, options);
  patch = <T = any>(path: string, body?: unknown, options?: RequestOptions) =>
    this.send<T>('PATCH', path, body, options);
  delete = <T = any>(path: string, options?: RequestOptions) =>
    this.send<T>('DELETE', path, undefined, options);

  /** Paths are below /api/v1 unless they name a root of their own. A string or Buffer body is sent as it is. */
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<HttpAnswer<T>> {
    const url = /^\/(api|health|metrics|media|docs|openapi\.json|\.well-known)/.test(path)
      ? path
      : `/api/v1${path}`;
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    const payload = body === undefined ? undefined : isRaw ? body : JSON.stringify(body);
    const headers = {
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headersOf(options),
    };
    const raw = await this.transport(method, url, headers, payload);
    this.contract.check(method, url, { ...raw, contentType: raw.headers['content-type'] ?? '' });
    return { ...raw, body: parsed(raw) as T };
  }
}

/** Into the server without a port. */
export const injecting =
  (app: NestFastifyApplication): Send =>
  async (method, url, headers, payload) => {
    const answer = await app.inject({ method: method as 'GET', url, headers, payload });
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      text: answer.payload,
    };
  };

/** Over a real connection. */
export const fetching =
  (baseUrl: string): Send =>
  async (method, url, headers, payload) => {
    const answer = await fetch(baseUrl + url, {
      method,
      headers,
      body: payload as string,
      redirect: 'manual',
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), text: await answer.text() };
  };

function headersOf(options: RequestOptions): Record<string, string> {
  return {
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    ...(options.orderToken === undefined ? {} : { 'x-order-token': options.orderToken }),
    ...(options.idempotencyKey === undefined ? {} : { 'idempotency-key': options.idempotencyKey }),
    ...options.headers,
  };
}

function parsed(raw: Raw): unknown {
  if (raw.text === '' || !(raw.headers['content-type'] ?? '').includes('json')) return undefined;
  return JSON.parse(raw.text);
}
