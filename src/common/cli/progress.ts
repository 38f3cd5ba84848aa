import { SingleBar } from 'cli-progress';
import { WriteStream } from 'node:tty';

const PLAIN_STEPS = 10;

/** Progress on stderr: a bar on a terminal, otherwise a line for each tenth. */
export class Progress {
  private readonly bar?: SingleBar;
  private done = 0;
  private lastStep = -1;

  constructor(
    private readonly label: string,
    private readonly total: number,
    private readonly out: NodeJS.WritableStream = process.stderr,
  ) {
    if (!(out instanceof WriteStream)) return;
    const format = `${label} [{bar}] {value}/{total}  {eta_formatted} left`;
    this.bar = new SingleBar({ format, stream: out, hideCursor: true, barsize: 30 });
    this.bar.start(total, 0);
  }

  advance(by = 1): void {
    this.done += by;
    if (this.bar) this.bar.update(this.done);
    else this.line();
  }

  /** Leaves the bar and releases the terminal, also after a failure. */
  stop(): void {
    this.bar?.stop();
  }

  private line(): void {
    const step = this.total > 0 ? Math.floor((this.done * PLAIN_STEPS) / this.total) : PLAIN_STEPS;
    if (step <= this.lastStep) return;
    this.lastStep = step;
    this.out.write(`${this.label}: ${this.done} of ${this.total}\n`);
  }
}
