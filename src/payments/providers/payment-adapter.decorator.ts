import { SetMetadata } from '@nestjs/common';

export const PAYMENT_ADAPTER = Symbol('payment adapter');

/** Registers a `PaymentProvider`. PaymentsModule imports its module; nothing else names it. */
export const PaymentAdapter = (): ClassDecorator => SetMetadata(PAYMENT_ADAPTER, true);
