import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidWebhook } from '../../payments.errors.js';

/** Older webhooks may be replays. Clocks that are ahead get the same tolerance. */
export const TOLERANCE_SECONDS = 300;

export const SIGNATURE_HEADER = 'test-provider-signature';

const FORM = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/;

/** `t=<unix seconds>,v1=<HMAC-SHA-256 over "t.body", in hex>`. */
export function signWebhook(bytes: Buffer, secret: string, unixSeconds: number): string {
  return `t=${unixSeconds},v1=${macOf(bytes, secret, unixSeconds).toString('hex')}`;
}

/** InvalidWebhook never says what was wrong. */
export function checkSignature(
  bytes: Buffer,
  header: unknown,
  secrets: readonly string[],
  nowSeconds = Math.floor(Date.now() / 1000),
): void {
  const [, time, mac] = (typeof header === 'string' && FORM.exec(header)) || [];
  if (time === undefined || mac === undefined) throw new InvalidWebhook();
  if (Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS) throw new InvalidWebhook();
  const given = Buffer.from(mac, 'hex');
  const isKnown = secrets.some((secret) => timingSafeEqual(macOf(bytes, secret, Number(time)), given));
  if (!isKnown) throw new InvalidWebhook();
}

const macOf = (bytes: Buffer, secret: string, unixSeconds: number): Buffer =>
  createHmac('sha256', secret).update(`${unixSeconds}.`).update(bytes).digest();
