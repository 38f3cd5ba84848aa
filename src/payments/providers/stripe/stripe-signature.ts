import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidWebhook } from '../../payments.errors.js';

/** Older webhooks may be replays. Clocks that are ahead get the same tolerance, which Stripe's own check does not limit. */
export const TOLERANCE_SECONDS = 300;

export const SIGNATURE_HEADER = 'stripe-signature';

/** Stripe signs with each secret while one is being changed; more than a few codes are no header of theirs. */
const MOST_CODES = 10;

/** `t=<unix seconds>,v1=<HMAC-SHA-256 over "t.body", in hex>`, as Stripe writes it. */
export function signAsStripe(bytes: Buffer, secret: string, unixSeconds: number): string {
  return `t=${unixSeconds},v1=${codeOf(bytes, secret, `${unixSeconds}`).toString('hex')}`;
}

/** One `v1` of one secret is enough. InvalidWebhook never says what was wrong. */
export function checkSignature(
  bytes: Buffer,
  header: unknown,
  secrets: readonly string[],
  nowSeconds = Math.floor(Date.now() / 1000),
): void {
  const { time, codes } = partsOf(header);
  if (Math.abs(nowSeconds - Number(time)) > TOLERANCE_SECONDS) throw new InvalidWebhook();
  const expected = secrets.map((secret) => codeOf(bytes, secret, time));
  if (!codes.some((code) => expected.some((known) => timingSafeEqual(known, code))))
    throw new InvalidWebhook();
}

/** Skips schemes other than `v1`. */
function partsOf(header: unknown): { readonly time: string; readonly codes: readonly Buffer[] } {
  const fields = typeof header === 'string' ? header.split(',').map((field) => field.trim()) : [];
  const times = fields.filter((field) => field.startsWith('t=')).map((field) => field.slice(2));
  const codes = fields.filter((field) => /^v1=[0-9a-f]{64}$/.test(field));
  const [time] = times;
  if (times.length !== 1 || time === undefined || !/^\d{1,12}$/.test(time)) throw new InvalidWebhook();
  if (codes.length === 0 || codes.length > MOST_CODES) throw new InvalidWebhook();
  return { time, codes: codes.map((field) => Buffer.from(field.slice(3), 'hex')) };
}

const codeOf = (bytes: Buffer, secret: string, time: string): Buffer =>
  createHmac('sha256', secret).update(`${time}.`).update(bytes).digest();
