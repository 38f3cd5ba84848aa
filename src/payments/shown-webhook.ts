export const WEBHOOK_STATUSES = ['received', 'applied', 'parked'] as const;
export type WebhookStatus = (typeof WEBHOOK_STATUSES)[number];

/** What staff see of an event that a provider sent. */
export interface ShownWebhook {
  readonly id: string;
  readonly provider: string;
  readonly eventId: string;
  readonly type: string;
  readonly chargeReference: string | null;
  readonly status: WebhookStatus;
  readonly detail: string | null;
  readonly attempts: number;
  readonly receivedAt: Date;
  readonly settledAt: Date | null;
  readonly retriedAt: Date | null;
}
