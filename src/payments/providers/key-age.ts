/**
 * Providers may forget idempotency keys after 24 hours (Stripe does); past this, a call is never sent again.
 */
const RESEND_WITHIN_MS = 23 * 3_600_000;

/** Whether a call under a key of this age may be sent again without acting twice. */
export const isKeyFresh = (usedFirstAt: Date): boolean =>
  Date.now() - usedFirstAt.getTime() < RESEND_WITHIN_MS;
