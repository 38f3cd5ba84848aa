/** The answer of a cached read that is known to change by itself, as a price does when a sale begins or ends. */
export class Perishable<T> {
  /**
   * @param body what the handler of a `@Cached()` route would answer otherwise.
   * @param freshForMs how long it holds from when it was read; null for as long as nobody changes anything.
   * @param version of the single resource that finished JSON shows, for its ETag.
   */
  constructor(
    readonly body: T,
    readonly freshForMs: number | null,
    readonly version?: number,
  ) {}
}
