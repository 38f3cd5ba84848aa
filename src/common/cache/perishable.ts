/** A cached answer that changes with time, as a price does when a sale begins. */
export class Perishable<T> {
  /** `freshForMs` null: valid until a change. `version`: of a single resource in finished JSON. */
  constructor(
    readonly body: T,
    readonly freshForMs: number | null,
    readonly version?: number,
  ) {}
}
