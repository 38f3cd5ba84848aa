/**
 * Stops asking who has failed, for a time; then one question tells whether to go on. So a dead or slow server costs one
 * request its time-out in each rest, and all others nothing.
 */
export class CircuitBreaker {
  private isBroken = false;
  private restUntil = 0;

  constructor(
    private readonly restMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** What the work gives, or undefined when it failed or was not tried. */
  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.isBroken) {
      if (this.now() < this.restUntil) return undefined;
      // The others rest on while this one tries.
      this.restUntil = this.now() + this.restMs;
    }
    try {
      const result = await work();
      this.isBroken = false;
      return result;
    } catch {
      this.isBroken = true;
      this.restUntil = this.now() + this.restMs;
      return undefined;
    }
  }
}
