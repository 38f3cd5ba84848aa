import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { X509Certificate } from 'node:crypto';
import { InvalidWebhook } from '../../payments.errors.js';
import { limitedFetch } from './limited-fetch.js';
import { PaypalConfig } from './paypal.config.js';

const FETCH_TIMEOUT_MS = 2_000;
const MAX_BYTES = 16 * 1024;
const MOST_AT_ONCE = 4;
const PATH = /^\/v1\/notifications\/certs\/[A-Za-z0-9_-]{1,100}$/;
const SUBJECTS = ['messageverificationcerts.paypal.com', 'messageverificationcerts.sandbox.paypal.com'];

/**
 * Certificates by their address, which is fixed to PayPal's own hosts. PayPal gives out the leaf alone, so no chain can
 * be checked: what proves it is the TLS connection to that host.
 */
@Injectable()
export class WebhookCertificates {
  private readonly known = new LRUCache<string, X509Certificate>({ max: 16, ttl: 24 * 3_600_000 });
  private readonly missing = new LRUCache<string, true>({ max: 500, ttl: 60_000 });
  private readonly coming = new Map<string, Promise<X509Certificate>>();

  constructor(private readonly config: PaypalConfig) {}

  /** Throws InvalidWebhook for an address or a certificate that is not PayPal's. */
  async at(address: string, signal: AbortSignal): Promise<X509Certificate> {
    if (!this.isAllowed(address) || this.missing.has(address)) throw new InvalidWebhook();
    const known = this.known.get(address);
    if (known) return known;
    signal.throwIfAborted();
    const coming = this.coming.get(address);
    if (coming) return coming;
    if (this.coming.size >= MOST_AT_ONCE) throw new Error('Too many certificates are being fetched');
    const fetching = this.fetch(address).finally(() => this.coming.delete(address));
    this.coming.set(address, fetching);
    return fetching;
  }

  private isAllowed(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { origin, pathname, href } = new URL(address);
    return (
      href === address &&
      href === origin + pathname &&
      this.config.certificateOrigins.includes(origin) &&
      PATH.test(pathname)
    );
  }

  private async fetch(address: string): Promise<X509Certificate> {
    const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
    const { status, text } = await limitedFetch(address, { signal }, MAX_BYTES);
    if (status >= 500 || status === 429) throw new Error(`PayPal's certificate is not to be had: ${status}`);
    const certificate = status === 200 ? read(text) : undefined;
    if (!certificate) {
      this.missing.set(address, true);
      throw new InvalidWebhook();
    }
    this.known.set(address, certificate);
    return certificate;
  }
}

function read(text: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(text);
    const subject = /^CN=(.+)$/m.exec(certificate.subject)?.[1];
    return subject !== undefined && SUBJECTS.includes(subject) ? certificate : undefined;
  } catch {
    return undefined;
  }
}
