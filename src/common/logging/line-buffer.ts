const FLUSH_MS = 20;
const MAX_CHARACTERS = 16_384;

/**
 * Gathers log lines for a few milliseconds, since a system call for each line costs more than most answers. What waits
 * is written when the process ends; only a kill can lose it.
 */
export class LineBuffer {
  private waiting = '';
  private timer?: NodeJS.Timeout;

  constructor(private readonly output: { write(text: string): unknown }) {
    process.on('exit', () => this.flush());
  }

  write(line: string): void {
    this.waiting += line;
    if (this.waiting.length >= MAX_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), FLUSH_MS).unref();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.waiting === '') return;
    const text = this.waiting;
    this.waiting = '';
    this.output.write(text);
  }
}

/** Where the log of the process goes. */
export const standardOutput = new LineBuffer(process.stdout);
