import { CliCommand, type Command } from '../../common/cli/command.js';
import { Terminal } from '../../common/cli/terminal.js';
import { ListingsRenewal } from './listings-renewal.js';

const NAME = 'catalog:reindex';

/** Run after a change of CATALOG_SEARCH_LANGUAGE. The shop may stay open; it may be repeated. */
@CliCommand({ name: NAME, summary: 'Rebuild the search index of all products', usage: NAME })
export class ReindexCatalogCommand implements Command {
  constructor(
    private readonly renewal: ListingsRenewal,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<number> {
    let count = 0;
    await this.renewal.renewAll((done) => (count = done));
    this.terminal.print(`${count} product(s) can be found by what they are now.`);
    return 0;
  }
}
