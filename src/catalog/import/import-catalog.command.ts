import { parseArgs } from 'node:util';
import { CliCommand, type Command } from '../../common/cli/command.js';
import { Progress } from '../../common/cli/progress.js';
import { Terminal } from '../../common/cli/terminal.js';
import { isCurrency } from '../../common/money/currencies.js';
import { ShopConfig } from '../../common/config/shop.config.js';
import { UnreadableFile } from '../../common/imports/unreadable-file.js';
import { CatalogImport } from './catalog-import.js';
import type { ImportReport } from './import-report.js';

const NAME = 'catalog:import';
const USAGE = `${NAME} FILE [--currency USD] [--dry-run]`;

interface Arguments {
  readonly file: string;
  readonly currency: string;
  readonly isDryRun: boolean;
}

/** Exits with 0 when all products were imported, with 1 after a refusal or for an unreadable file. */
@CliCommand({
  name: NAME,
  summary: 'Import products from CSV (own, Shopify, WooCommerce, Magento)',
  usage: USAGE,
})
export class ImportCatalogCommand implements Command {
  constructor(
    private readonly catalog: CatalogImport,
    private readonly config: ShopConfig,
    private readonly terminal: Terminal,
  ) {}

  async run(args: readonly string[]): Promise<number> {
    const given = this.parse(args);
    if (!given) return 1;
    try {
      return await this.import(given);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      this.terminal.print(this.terminal.red(`${error.message} Nothing was imported.`));
      return 1;
    }
  }

  private async import({ file, currency, isDryRun }: Arguments): Promise<number> {
    let report: ImportReport | undefined;
    let progress: Progress | undefined;
    const onStart = (started: ImportReport): void => {
      report = started;
      progress = new Progress('Products', started.total);
    };
    try {
      await this.catalog.run(file, { currency, isDryRun, onStart, onProduct: () => progress?.advance() });
    } finally {
      // Also after an error, such as a lost database: the report shows what was imported.
      progress?.stop();
      if (report) this.tell(report, isDryRun);
    }
    return report?.refused === 0 ? 0 : 1;
  }

  private tell(report: ImportReport, isDryRun: boolean): void {
    for (const line of report.lines()) this.terminal.print(line);
    if (isDryRun) this.terminal.print('\nThis was a dry run: nothing was changed.');
  }

  private parse(args: readonly string[]): Arguments | undefined {
    try {
      const { values, positionals } = parseArgs({
        args: [...args],
        allowPositionals: true,
        options: { currency: { type: 'string' }, 'dry-run': { type: 'boolean' } },
      });
      const [file, ...others] = positionals;
      const currency: string = values.currency ?? this.config.currency;
      if (file === undefined || others.length > 0) throw new Error('Name one file.');
      if (!isCurrency(currency)) throw new Error(`"${String(currency)}" is no ISO 4217 currency code.`);
      return { file, currency, isDryRun: values['dry-run'] ?? false };
    } catch (error) {
      this.terminal.print(`${(error as Error).message}\nUsage: ${USAGE}`);
      return undefined;
    }
  }
}
