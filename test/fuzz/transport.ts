import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { BODY_LIMIT_BYTES } from '../../src/common/http/body-limit.decorator.js';
import type { FuzzAnswer, FuzzRequest } from './requests/request.js';

/** No answer within this is no answer. */
const PATIENCE_MS = 60_000;

/** Brings requests to the shop, and what it says back. Status 0: the connection ended without an answer. */
export class Transport {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly port: number,
  ) {}

  async send(request: FuzzRequest): Promise<FuzzAnswer> {
    const begin = performance.now();
    const answer = await (request.isOnWire ? this.overWire(request) : this.inject(request));
    return { ...answer, milliseconds: performance.now() - begin };
  }

  close(): void {
    this.agent.destroy();
  }

  private async inject({ method, target, headers, payload }: FuzzRequest) {
    const answer = await this.app.inject({ method: method as 'GET', url: target, headers, payload });
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string>,
      text: answer.payload,
    };
  }

  private async overWire(request: FuzzRequest) {
    try {
      const answer = await this.exchange(request);
      const headers = answer.headers as Record<string, string>;
      return { status: answer.statusCode ?? 0, headers, text: await text(answer) };
    } catch (error) {
      // The server may hang up on who sends more than the route reads.
      const isCutOff = (request.payload?.length ?? 0) > BODY_LIMIT_BYTES;
      return { status: isCutOff ? 413 : 0, headers: {}, text: String(error), isCutOff };
    }
  }

  private exchange({ method, target, headers, payload }: FuzzRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const options = { agent: this.agent, host: '127.0.0.1', port: this.port, path: target, method, signal };
      // Node would send the body of a GET without saying how long it is.
      const length = payload === undefined ? {} : { 'content-length': String(payload.length) };
      httpRequest({ ...options, headers: { ...headers, ...length } })
        .on('response', resolve)
        .on('error', reject)
        .end(payload);
    });
  }
}
