/** What a process has started; it ends in reverse order, also when the start fails half-way. */
export class Undertakings {
  private readonly ends: (() => Promise<unknown>)[] = [];
  private ending?: Promise<void>;
  private passOver = (): void => undefined;

  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /** If still starting at the end, it is awaited first. @throws EndedEarly when the end has begun */
  async begin<T>(start: () => Promise<T>, end: (begun: T) => Promise<unknown>): Promise<T> {
    if (this.isEnding) throw new EndedEarly();
    const begun = start();
    this.ends.push(() => begun.then(end, () => undefined));
    const result = await begun;
    if (this.isEnding) throw new EndedEarly();
    return result;
  }

  /** Ends everything, despite failures. A second call returns the same promise. */
  end(): Promise<void> {
    this.ending ??= this.endInTurn();
    return this.ending;
  }

  /** Stops waiting for the current end, and goes on to the next. */
  hurry(): void {
    this.passOver();
  }

  private async endInTurn(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.ends.toReversed()) {
      const passedOver = new Promise<void>((_, reject) => {
        this.passOver = () => reject(new EndedEarly());
      });
      await Promise.race([end(), passedOver]).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** The process was told to end before this had finished. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly';

  constructor() {
    super('It was told to end before it was done');
  }
}
