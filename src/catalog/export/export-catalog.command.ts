import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CliCommand, type Command } from '../../common/cli/command.js';
import { Terminal } from '../../common/cli/terminal.js';
import { ProductExport } from './product-export.js';

const NAME = 'catalog:export';
const USAGE = `${NAME} FILE`;

/** Exits with 1 when the file cannot be written. Never overwrites a file. */
@CliCommand({ name: NAME, summary: 'Export all products to the shop’s own CSV', usage: USAGE })
export class ExportCatalogCommand implements Command {
  constructor(
    private readonly products: ProductExport,
    private readonly terminal: Terminal,
  ) {}

  async run(args: readonly string[]): Promise<number> {
    const [file, ...others] = args;
    if (file === undefined || others.length > 0) {
      this.terminal.print(`Name one file.\nUsage: ${USAGE}`);
      return 1;
    }
    try {
      await pipeline(this.products.csv(), createWriteStream(file, { flags: 'wx' }));
      return 0;
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error && 'path' in error)) throw error;
      this.terminal.print(this.terminal.red(`${file} cannot be written: ${error.message}`));
      return 1;
    }
  }
}
