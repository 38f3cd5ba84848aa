/** Lets work go on beside other work, or alone. */
export class Turns {
  private underway = 0;
  private closed?: Promise<void>;
  private idle?: () => void;

  async beside<T>(work: () => Promise<T>): Promise<T> {
    while (this.closed) await this.closed;
    this.underway += 1;
    try {
      return await work();
    } finally {
      this.underway -= 1;
      if (this.underway === 0) this.idle?.();
    }
  }

  /** Begins once what is under way has ended, and keeps all else waiting. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.closed) await this.closed;
    let reopen = (): void => {};
    this.closed = new Promise((resolve) => (reopen = resolve));
    if (this.underway > 0) await new Promise<void>((resolve) => (this.idle = resolve));
    try {
      return await work();
    } finally {
      this.closed = undefined;
      this.idle = undefined;
      reopen();
    }
  }
}
