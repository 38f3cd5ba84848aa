import { STATUS_CODES } from 'node:http';
import type { Terminal } from '../../common/cli/terminal.js';
import { format } from '../../common/money/decimal.js';
import type { Money } from '../../common/money/money.js';

const LABEL_WIDTH = 44;
const AMOUNT_WIDTH = 14;

/** Explains each step of the walk: the reason, the request, the answer. */
export class Narrator {
  private steps = 0;

  constructor(private readonly terminal: Terminal) {}

  step(title: string): void {
    this.steps += 1;
    this.terminal.print();
    this.terminal.print(this.terminal.bold(`${this.steps}. ${title}`));
  }

  request(method: string, path: string, headers: Readonly<Record<string, string>>, body: unknown): void {
    this.terminal.print(`   ${this.terminal.cyan(method)} ${path}`);
    for (const [name, value] of Object.entries(headers))
      this.terminal.print(this.terminal.dim(`   ${name}: ${value}`));
    if (body !== undefined) this.terminal.print(this.terminal.dim(`   ${JSON.stringify(body)}`));
  }

  answer(status: number, elapsedMs: number): void {
    const line = `${status} ${STATUS_CODES[status] ?? ''}`;
    const paint = status < 400 ? this.terminal.green : this.terminal.red;
    this.terminal.print(`   ${paint(line)} ${this.terminal.dim(`in ${Math.round(elapsedMs)} ms`)}`);
  }

  /** Prints a line of the answer that matters. */
  tell(text: string): void {
    this.terminal.print(`      ${text}`);
  }

  amount(label: string, value: Money): void {
    this.tell(`${label.padEnd(LABEL_WIDTH, ' ')} ${format(value).padStart(AMOUNT_WIDTH)}`);
  }

  end(text: string): void {
    this.terminal.print();
    this.terminal.print(this.terminal.green(text));
  }

  failure(text: string): void {
    this.terminal.print();
    this.terminal.print(this.terminal.red(text));
  }
}
