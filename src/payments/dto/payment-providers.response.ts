import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { PaymentProvider } from '../providers/payment-provider.js';

export class PaymentProviderResponse {
  /** The `provider` of a payment. */
  @ApiProperty({ example: 'stripe' })
  name: string;

  /** What a payment may name as its `paymentMethod`; it may also name none. */
  @ApiProperty({ type: [String], example: [] })
  methods: readonly string[];

  /** For the provider's script in the browser: Stripe's publishable key, PayPal's client id. */
  @ApiPropertyOptional({ example: 'pk_live_1' })
  publishableKey?: string;

  static from({ name, methods, publishableKey }: PaymentProvider): PaymentProviderResponse {
    return { name, methods, publishableKey };
  }
}

export class PaymentProvidersResponse {
  /** The providers that are on, by name. */
  items: PaymentProviderResponse[];
}
