import { CliCommand, type Command } from '../../common/cli/command.js';
import { Terminal } from '../../common/cli/terminal.js';
import { PaymentsConfig } from '../payments.config.js';
import type { PaymentProvider } from './payment-provider.js';
import { ProviderRegistry } from './provider-registry.js';

@CliCommand({
  name: 'payments:check',
  summary: 'Ask each payment provider whether it knows the keys, and say what is wrong',
  usage: 'payments:check',
})
export class PaymentsCheckCommand implements Command {
  constructor(
    private readonly registry: ProviderRegistry,
    private readonly config: PaymentsConfig,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<number> {
    const providers = this.registry.list();
    if (providers.length === 0) this.terminal.print('No payment provider is on.');
    let isWell = providers.length > 0;
    for (const provider of providers) {
      const found = await this.check(provider);
      isWell &&= found.length === 0;
      for (const says of found.length === 0 ? ['all is well'] : found)
        this.terminal.print(`${provider.name}: ${says}`);
    }
    return isWell ? 0 : 1;
  }

  private async check(provider: PaymentProvider): Promise<readonly string[]> {
    try {
      return await provider.check(AbortSignal.timeout(this.config.providerTimeoutMs));
    } catch (error) {
      return [`it cannot be asked: ${error instanceof Error ? error.message : String(error)}`];
    }
  }
}
