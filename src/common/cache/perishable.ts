/** A cached answer that changes by time, as a price does when a sale begins or ends. */
export class Perishable<T> {
  /**
   * @param body what the handler of a `@Cached()` route would otherwise return.
   * @param freshForMs how long it is valid; null for as long as nobody changes anything.
   * @param version of the single resource in finished JSON, for its ETag.
   */
  constructor(
    readonly body: T,
    readonly freshForMs: number | null,
    readonly version?: number,
  ) {}
}
