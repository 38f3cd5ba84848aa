import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CERTIFICATE,
  PaypalGateway,
  WEBHOOK_ID,
} from '../../../../test/support/gateways/paypal/paypal-gateway.js';
import { DATA } from '../../../../test/support/gateways/paypal/paypal-contract.js';
import { InvalidWebhook } from '../../payments.errors.js';
import { isSignedBy, transmissionIn } from './webhook-signatures.js';

interface Delivery {
  readonly event_type: string;
  readonly headers: IncomingHttpHeaders;
  readonly webhook_id: string;
  readonly body_base64: string;
}

const folder = join(DATA, 'webhooks/paypal-signed');
const hasDeliveries = existsSync(folder);
const deliveries: Delivery[] = hasDeliveries
  ? readFileSync(join(folder, 'deliveries.jsonl'), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Delivery)
  : [];
const certificate = hasDeliveries
  ? new X509Certificate(readFileSync(join(folder, 'cert.pem')))
  : new X509Certificate(CERTIFICATE);

/** Whether the body is still believed with another byte at the place. */
function survives(bytes: Buffer, place: number, isBelieved: (bytes: Buffer) => boolean): boolean {
  const changed = Buffer.from(bytes);
  changed[place] = changed[place]! ^ 1;
  return isBelieved(changed);
}

describe.skipIf(!hasDeliveries)('A delivery that PayPal has signed', () => {
  it('is there ten times', () => {
    expect(deliveries).toHaveLength(10);
  });

  it.each(deliveries.map((delivery, index) => [index, delivery.event_type, delivery] as const))(
    'is believed over its very bytes alone: %d %s',
    (_index, _, { headers, webhook_id: webhookId, body_base64: text }) => {
      const bytes = Buffer.from(text, 'base64');
      const transmission = transmissionIn(headers);
      const isBelieved = (given: Buffer, id = webhookId) => isSignedBy(certificate, given, transmission, id);
      expect(isBelieved(bytes)).toBe(true);
      expect(isBelieved(bytes, WEBHOOK_ID)).toBe(false);
      for (let place = 0; place < bytes.length; place += 1)
        expect(survives(bytes, place, isBelieved), `byte ${place}`).toBe(false);
      expect(isBelieved(Buffer.concat([bytes, Buffer.from('\n')]))).toBe(false);
    },
  );
});

describe('A signature', () => {
  const own = new X509Certificate(CERTIFICATE);
  const body = Buffer.from('{"id":"WH-1"}');
  const headers = new PaypalGateway().headersFor(body, {
    'paypal-cert-url': 'https://api.paypal.com/v1/notifications/certs/CERT-1',
  });

  it('is of id, time, webhook and body', () => {
    const transmission = transmissionIn(headers);
    expect(isSignedBy(own, body, transmission, WEBHOOK_ID)).toBe(true);
    expect(isSignedBy(own, body, { ...transmission, id: 'other' }, WEBHOOK_ID)).toBe(false);
    expect(isSignedBy(own, body, { ...transmission, time: '2026-01-01T00:00:00Z' }, WEBHOOK_ID)).toBe(false);
    expect(isSignedBy(own, body, transmission, 'WEBHOOK_ID')).toBe(false);
  });

  it('counts only while its certificate was in force', () => {
    const early = new PaypalGateway().headersFor(body, {
      ...headers,
      'paypal-transmission-time': '2019-12-31T23:59:59Z',
      'paypal-transmission-id': 'early',
    });
    const { 'paypal-transmission-sig': _, ...rest } = early;
    const signed = new PaypalGateway().headersFor(body, {
      'paypal-transmission-time': rest['paypal-transmission-time']!,
      'paypal-cert-url': rest['paypal-cert-url']!,
    });
    expect(isSignedBy(own, body, transmissionIn(signed), WEBHOOK_ID)).toBe(false);
  });

  it.each([
    'paypal-transmission-id',
    'paypal-transmission-time',
    'paypal-transmission-sig',
    'paypal-cert-url',
  ])('is refused without %s, or with two', (name) => {
    expect(() => transmissionIn({ ...headers, [name]: undefined })).toThrow(InvalidWebhook);
    expect(() => transmissionIn({ ...headers, [name]: [headers[name]!, headers[name]!] })).toThrow(
      InvalidWebhook,
    );
  });
});
