import { Injectable } from '@nestjs/common';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Stripe } from 'stripe';
import { PaymentsConfig } from '../../payments.config.js';
import { StripeConfig } from './stripe.config.js';

/** What our requests and answers are written for. Raised on purpose, with the library. */
const API_VERSION = '2026-10-28.endive';

/** Stripe's own library, as the shop wants it: no retries and no limits of its own, and nothing told about us. */
@Injectable()
export class StripeClient {
  private readonly signals = new AsyncLocalStorage<AbortSignal>();
  private made?: Promise<Stripe>;

  constructor(
    private readonly config: StripeConfig,
    private readonly payments: PaymentsConfig,
  ) {}

  /** Stops waiting when the signal aborts; the library's own option for that does nothing. */
  async within<T>(signal: AbortSignal, work: (stripe: Stripe) => Promise<T>): Promise<T> {
    this.made ??= this.make(this.config.secretKey ?? '');
    const stripe = await this.made;
    return this.signals.run(signal, () => work(stripe));
  }

  /** Loaded late: a shop without Stripe does not pay for it. */
  private async make(secretKey: string): Promise<Stripe> {
    const { Stripe } = await import('stripe');
    return new Stripe(secretKey, {
      ...this.address(),
      apiVersion: API_VERSION,
      telemetry: false,
      maxNetworkRetries: 0,
      timeout: this.payments.providerTimeoutMs,
      httpClient: Stripe.createFetchHttpClient((url, init) => this.fetch(url, init)),
    });
  }

  private address(): Stripe.StripeConfig {
    if (this.config.apiBase === undefined) return {};
    const { hostname, port, protocol } = new URL(this.config.apiBase);
    const scheme = protocol === 'http:' ? 'http' : 'https';
    return { host: hostname, protocol: scheme, port: port || (scheme === 'http' ? 80 : 443) };
  }

  private fetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
    const signals = [init?.signal, this.signals.getStore()].filter((signal) => signal instanceof AbortSignal);
    // A redirect would carry the key to another address.
    return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any(signals) });
  }
}
