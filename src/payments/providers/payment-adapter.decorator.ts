import { SetMetadata } from '@nestjs/common';

export const PAYMENT_ADAPTER = Symbol('payment adapter');

/** Registers a `PaymentProvider`. Its module has to be imported by PaymentsModule, and nothing else. */
export const PaymentAdapter = (): ClassDecorator => SetMetadata(PAYMENT_ADAPTER, true);
