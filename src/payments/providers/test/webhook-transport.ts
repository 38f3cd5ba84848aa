import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { HttpConfig } from '../../../common/http/http.config.js';
import { API_PREFIX } from '../../../common/http/routes.js';
import { TestProviderConfig } from './test-provider.config.js';

const PATH = `${API_PREFIX}/webhooks/test`;
const TIMEOUT_MS = 5_000;

/** Without a port (tests), or with a certificate that does not cover loopback, it calls the server directly. */
@Injectable()
export class WebhookTransport {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly config: TestProviderConfig,
    private readonly http: HttpConfig,
  ) {}

  /** A command-line process has no server. */
  get canDeliver(): boolean {
    return this.host.httpAdapter?.getType() === 'fastify';
  }

  async deliver(bytes: Buffer, headers: Readonly<Record<string, string>>): Promise<boolean> {
    const url = this.config.webhookUrl ?? this.ownUrl();
    if (url === undefined) return this.enter(bytes, headers);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(bytes), signal });
    return answer.ok;
  }

  private ownUrl(): string | undefined {
    const address = this.host.httpAdapter.getHttpServer().address();
    if (address === null || typeof address === 'string' || this.http.scheme === 'https') return undefined;
    return `http://${reachable(address)}:${address.port}${PATH}`;
  }

  private async enter(bytes: Buffer, headers: Readonly<Record<string, string>>): Promise<boolean> {
    const server = this.host.httpAdapter.getInstance();
    const answer = await server.inject({ method: 'POST', url: PATH, headers, payload: bytes });
    return answer.statusCode === 200;
  }
}

function reachable({ address, family }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return '127.0.0.1';
  return family === 'IPv6' ? `[${address}]` : address;
}
