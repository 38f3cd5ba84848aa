import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, Reflector } from '@nestjs/core';
import { PAYMENT_ADAPTER } from './payment-adapter.decorator.js';
import type { PaymentProvider } from './payment-provider.js';

@Injectable()
export class ProviderRegistry implements OnModuleInit {
  private readonly byName = new Map<string, PaymentProvider>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly reflector: Reflector,
  ) {}

  onModuleInit(): void {
    for (const provider of this.adapters()) {
      if (!provider.isEnabled) continue;
      if (this.byName.has(provider.name)) throw new Error(`Two payment providers are named ${provider.name}`);
      this.byName.set(provider.name, provider);
    }
  }

  /** All that are on, by name. */
  list(): PaymentProvider[] {
    return [...this.byName.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'));
  }

  find(name: string): PaymentProvider | undefined {
    return this.byName.get(name);
  }

  private adapters(): PaymentProvider[] {
    return this.discovery
      .getProviders()
      .filter(({ metatype }) => typeof metatype === 'function' && this.isAdapter(metatype))
      .map(({ instance }) => instance as PaymentProvider);
  }

  private isAdapter(metatype: Function): boolean {
    return this.reflector.get<boolean | undefined>(PAYMENT_ADAPTER, metatype) === true;
  }
}
