import { Overloaded } from './errors/errors.js';

/** Lets so many pieces of work run at once and so many wait; whoever comes beyond that is told so at once. */
export class ConcurrencyGate {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly limit: number,
    private readonly queueLimit: number,
    private readonly refusal: string,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.running < this.limit) {
      this.running += 1;
      return;
    }
    if (this.waiting.length >= this.queueLimit) throw new Overloaded(this.refusal, 2);
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Hands the place on, so that nobody slips in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
