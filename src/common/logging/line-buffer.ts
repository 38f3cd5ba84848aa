const FLUSH_MS = 20;
const MAX_CHARACTERS = 16_384;

/** Collects log lines for some milliseconds, since a system call each costs too much. A kill loses them. */
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

export const standardOutput = new LineBuffer(process.stdout);
