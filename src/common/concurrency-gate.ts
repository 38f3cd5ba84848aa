import { Overloaded } from './errors/errors.js';
import { within } from './waiting.js';

/** Work that never ends must not block the others silently. */
const WAIT_LIMIT_MS = 30_000;

/** Limits running and waiting work; further work is refused at once. */
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
    let goOn: () => void;
    const turn = new Promise<void>((resolve) => {
      goOn = resolve;
      this.waiting.push(goOn);
    });
    return within(WAIT_LIMIT_MS, turn, () => {
      this.waiting.splice(this.waiting.indexOf(goOn), 1);
      throw new Overloaded(this.refusal, 2);
    });
  }

  /** Passes the slot on directly, so that no newcomer takes it. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running -= 1;
  }
}
