import { CliCommand, type Command } from '../cli/command.js';
import { Terminal } from '../cli/terminal.js';
import { ApiDocument } from './api-document.js';

@CliCommand({ name: 'openapi:print', summary: 'Print the OpenAPI document', usage: 'openapi:print' })
export class OpenApiCommand implements Command {
  constructor(
    private readonly document: ApiDocument,
    private readonly terminal: Terminal,
  ) {}

  async run(): Promise<number> {
    this.terminal.print(JSON.stringify(this.document.content, null, 2));
    return 0;
  }
}
