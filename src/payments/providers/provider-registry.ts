import { Inject, Injectable } from '@nestjs/common';
import type { PaymentProvider } from './payment-provider.js';

/** Nest token of the list of providers that this shop works with. */
export const PAYMENT_PROVIDERS = Symbol('payment providers');

/** The providers that this shop works with, by name. */
@Injectable()
export class ProviderRegistry {
  private readonly byName: ReadonlyMap<string, PaymentProvider>;

  constructor(@Inject(PAYMENT_PROVIDERS) providers: readonly PaymentProvider[]) {
    this.byName = new Map(providers.map((provider) => [provider.name, provider]));
  }

  find(name: string): PaymentProvider | undefined {
    return this.byName.get(name);
  }
}
