import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MoneyDto } from '../../common/money/money.dto.js';
import { type PaymentStatus, SHOWN_STATUSES, type ShownStatus } from '../payment-status.js';
import type { Payment } from '../entities/payment.entity.js';
import type { Failure, NextAction } from '../providers/payment-provider.js';

export class PaymentFailureResponse implements Failure {
  /** Stable code from the provider. */
  @ApiProperty({ example: 'declined' })
  code: string;

  /** One sentence for people. */
  @ApiProperty({ example: 'The card was declined.' })
  detail: string;
}

export class NextActionResponse implements NextAction {
  /**
   * `confirmation`: POST /payments/:id/confirmation. `redirect`: send the buyer to `redirectUrl`. `stripe`: confirm with
   * Stripe.js.
   */
  @ApiProperty({ example: 'confirmation' })
  type: string;

  /** For the provider's own script in the browser. */
  @ApiPropertyOptional({ example: 'pi_1_secret_2' })
  clientSecret?: string;

  /** The shop's public key for that script. */
  @ApiPropertyOptional({ example: 'pk_live_1' })
  publishableKey?: string;

  /** Where to send the buyer. */
  @ApiPropertyOptional({ example: 'https://provider.example/approve/1' })
  redirectUrl?: string;
}

export class PaymentResponse {
  /** UUIDv7. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** The order that it pays. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-5d1c-7d6a-8f0e-2b7f9d2c4e10' })
  orderId: string;

  /** Name of the payment provider. */
  @ApiProperty({ example: 'test' })
  provider: string;

  /** Current status. `unknown`: the provider's answer was lost; the shop resolves it by itself. */
  @ApiProperty({ enum: SHOWN_STATUSES, example: 'succeeded' })
  status: ShownStatus;

  /** Amount to collect. */
  amount: MoneyDto;

  /** Amount captured so far. */
  capturedAmount: MoneyDto;

  /** Amount that was held and then released, by the shop or at the provider; it will not be captured. */
  releasedAmount: MoneyDto;

  /** Amount refunded so far. */
  refundedAmount: MoneyDto;

  /** Amount returned without the provider, after it refused the refund. */
  settledAmount: MoneyDto;

  /** Why no money came or the rest was lost; null otherwise. */
  @ApiProperty({ type: () => PaymentFailureResponse, nullable: true, example: null })
  failure: PaymentFailureResponse | null;

  /** What the buyer has to do now; null if nothing. */
  @ApiProperty({ type: () => NextActionResponse, nullable: true, example: null })
  nextAction: NextActionResponse | null;

  /** When the payment started. */
  @ApiProperty({ example: '2026-03-01T09:30:00.000Z' })
  createdAt: Date;

  static from(payment: Payment): PaymentResponse {
    return {
      id: payment.id,
      orderId: payment.orderId,
      provider: payment.provider,
      status: shown(payment.status),
      amount: payment.total,
      capturedAmount: payment.captured,
      releasedAmount: payment.released,
      refundedAmount: payment.refunded,
      settledAmount: payment.settled,
      failure: payment.failure,
      nextAction: payment.nextAction,
      createdAt: payment.createdAt,
    };
  }
}

const shown = (status: PaymentStatus): ShownStatus => (status === 'sending' ? 'processing' : status);
