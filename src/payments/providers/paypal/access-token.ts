import { Injectable } from '@nestjs/common';
import { answerOf, needed } from './answer-fields.js';
import { limitedFetch } from './limited-fetch.js';
import { PaypalConfig } from './paypal.config.js';

const TIMEOUT_MS = 5_000;
/** A token that ends on its way is refused. */
const MARGIN_MS = 60_000;

interface Token {
  readonly text: string;
  readonly endsAt: number;
}

/** PayPal does not know the client id with this secret. */
export class ClientRefused extends Error {}

/** One token for the whole process, and one request for it at a time. */
@Injectable()
export class AccessToken {
  private current?: Token;
  private coming?: Promise<Token>;

  constructor(private readonly config: PaypalConfig) {}

  async get(): Promise<string> {
    const { current } = this;
    if (current && performance.now() < current.endsAt - MARGIN_MS) return current.text;
    this.coming ??= this.ask().finally(() => (this.coming = undefined));
    return (await this.coming).text;
  }

  /** Unless another call has replaced it already. */
  forget(text: string): void {
    if (this.current?.text === text) this.current = undefined;
  }

  private async ask(): Promise<Token> {
    const { clientId, clientSecret, apiBase } = this.config;
    const { status, text } = await limitedFetch(`${apiBase}/v1/oauth2/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (status === 401) throw new ClientRefused(`PayPal refuses the client: ${text.slice(0, 200)}`);
    if (status !== 200) throw new Error(`PayPal gives no access token: ${status}`);
    const body = answerOf(text);
    const seconds = Number(body['expires_in']);
    if (!Number.isFinite(seconds)) throw new Error("PayPal's answer has no expires_in");
    this.current = { text: needed(body, 'access_token'), endsAt: performance.now() + seconds * 1000 };
    return this.current;
  }
}
