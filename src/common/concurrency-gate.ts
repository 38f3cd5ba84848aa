import { Overloaded } from './errors/errors.js';

/** Whoever has waited so long is told to come again: work that never ends must not hold up the others in silence. */
const WAIT_LIMIT_MS = 30_000;

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
    await this.turn();
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const goOn = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(goOn), 1);
        reject(new Overloaded(this.refusal, 2));
      }, WAIT_LIMIT_MS).unref();
      this.waiting.push(goOn);
    });
  }

  /** Hands the place on, so that nobody slips in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
