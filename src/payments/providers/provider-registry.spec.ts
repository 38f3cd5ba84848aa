import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { PaymentAdapter } from './payment-adapter.decorator.js';
import { ProviderRegistry } from './provider-registry.js';

@PaymentAdapter()
class Bank {
  readonly name = 'bank';
  readonly isEnabled = true;
}

@PaymentAdapter()
class OtherBank extends Bank {}

@PaymentAdapter()
class ClosedBank {
  readonly name = 'closed';
  readonly isEnabled = false;
}

class Bystander {
  readonly name = 'bystander';
  readonly isEnabled = true;
}

async function registryOf(...providers: (new () => object)[]): Promise<ProviderRegistry> {
  @Module({ providers })
  class BankModule {}
  const shop = Test.createTestingModule({
    imports: [DiscoveryModule, BankModule],
    providers: [ProviderRegistry],
  });
  const app = await (await shop.compile()).init();
  return app.get(ProviderRegistry);
}

describe('The registry of payment providers', () => {
  it('finds an adapter in any module', async () => {
    expect((await registryOf(Bank)).find('bank')).toBeInstanceOf(Bank);
  });

  it('leaves out what is turned off, and what is no adapter', async () => {
    const registry = await registryOf(ClosedBank, Bystander);
    expect(registry.find('closed')).toBeUndefined();
    expect(registry.find('bystander')).toBeUndefined();
  });

  it('refuses to start with two of one name', async () => {
    await expect(registryOf(Bank, OtherBank)).rejects.toThrow('Two payment providers are named bank');
  });
});
