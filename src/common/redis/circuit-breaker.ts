/** Rests after a failure, then tries once. So a dead server costs one time-out per rest. */
export class CircuitBreaker {
  private isBroken = false;
  private restUntil = 0;

  constructor(
    private readonly restMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (this.isBroken) {
      if (this.now() < this.restUntil) return undefined;
      // The others still rest while this one tries.
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
