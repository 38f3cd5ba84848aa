/**
 * What a process has begun and must not leave behind, ended in reverse order: when the process is told to end, or when
 * its start fails half-way.
 */
export class Undertakings {
  private readonly ends: (() => Promise<unknown>)[] = [];
  private ending?: Promise<void>;
  private passOver = (): void => undefined;

  /** Whether the end has begun. */
  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  /**
   * Begins something that `end` will end. What is still on its way when all is to end is awaited, and then ended.
   * @throws EndedEarly when all has been told to end
   */
  async begin<T>(start: () => Promise<T>, end: (begun: T) => Promise<unknown>): Promise<T> {
    if (this.isEnding) throw new EndedEarly();
    const begun = start();
    this.ends.push(() => begun.then(end, () => undefined));
    const result = await begun;
    if (this.isEnding) throw new EndedEarly();
    return result;
  }

  /** Ends everything; what fails to end keeps nothing else from it. Calling it again gives the same end. */
  end(): Promise<void> {
    this.ending ??= this.endInTurn();
    return this.ending;
  }

  /** Waits no longer for what is being ended now, and goes on to the next. */
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

/** The process was told to end before it was done with something. */
export class EndedEarly extends Error {
  override readonly name = 'EndedEarly';

  constructor() {
    super('It was told to end before it was done');
  }
}
