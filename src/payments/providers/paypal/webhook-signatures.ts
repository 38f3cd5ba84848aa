import { Injectable } from '@nestjs/common';
import { verify, type X509Certificate } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { crc32 } from 'node:zlib';
import { InvalidWebhook } from '../../payments.errors.js';
import { PaypalConfig } from './paypal.config.js';
import { WebhookCertificates } from './webhook-certificates.js';

/** PayPal repeats a delivery for three days. */
const OLDEST_MS = 4 * 24 * 3_600_000;
/** Clocks that are ahead. */
const EARLIEST_MS = 300_000;

const ID = /^[\w-]{1,100}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const SIGNATURE = /^[A-Za-z0-9+/]{40,1400}={0,2}$/;

/** What was sent beside the body. */
export interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly signature: string;
  readonly certificateUrl: string;
}

/** Checks offline, with the certificate that the webhook names: PayPal itself is not asked. */
@Injectable()
export class WebhookSignatures {
  constructor(
    private readonly certificates: WebhookCertificates,
    private readonly config: PaypalConfig,
  ) {}

  /** Throws InvalidWebhook, which never says what was wrong. Anything else means that it could not be checked now. */
  async check(bytes: Buffer, headers: IncomingHttpHeaders, signal: AbortSignal): Promise<void> {
    const transmission = transmissionIn(headers);
    const age = Date.now() - Date.parse(transmission.time);
    if (!(age <= OLDEST_MS && age >= -EARLIEST_MS)) throw new InvalidWebhook();
    const certificate = await this.certificates.at(transmission.certificateUrl, signal);
    if (!isSignedBy(certificate, bytes, transmission, this.config.webhookId!)) throw new InvalidWebhook();
  }
}

export function transmissionIn(headers: IncomingHttpHeaders): Transmission {
  return {
    id: matching(headers['paypal-transmission-id'], ID),
    time: matching(headers['paypal-transmission-time'], TIME),
    signature: matching(headers['paypal-transmission-sig'], SIGNATURE),
    certificateUrl: matching(headers['paypal-cert-url'], /^https?:\/\/[\x21-\x7e]{1,300}$/),
  };
}

/** RSA with SHA-256 alone, whatever the webhook says; the certificate must be valid when it was sent. */
export function isSignedBy(
  certificate: X509Certificate,
  bytes: Buffer,
  { id, time, signature }: Transmission,
  webhookId: string,
): boolean {
  const sentAt = Date.parse(time);
  const isInForce = Date.parse(certificate.validFrom) <= sentAt && sentAt <= Date.parse(certificate.validTo);
  if (!isInForce || certificate.publicKey.asymmetricKeyType !== 'rsa') return false;
  const signed = Buffer.from(`${id}|${time}|${webhookId}|${crc32(bytes)}`);
  return verify('RSA-SHA256', signed, certificate.publicKey, Buffer.from(signature, 'base64'));
}

function matching(value: unknown, form: RegExp): string {
  if (typeof value !== 'string' || !form.test(value)) throw new InvalidWebhook();
  return value;
}
