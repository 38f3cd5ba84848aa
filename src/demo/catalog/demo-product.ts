/** Amounts in minor units: cents of a dollar, cents of a euro. */
export interface DemoPrices {
  readonly USD: number;
  readonly EUR: number;
}

/** A category of the demo shop with its sub-categories. */
export interface DemoCategory {
  readonly slug: string;
  readonly name: string;
  readonly children?: readonly DemoCategory[];
}

/** A product of the demo shop. Its variants are all combinations of its options' values. */
export interface DemoProduct {
  readonly title: string;
  readonly description: string;
  /** Slug of its category. */
  readonly category: string;
  /** Begins the SKU of each variant; option values follow. */
  readonly sku: string;
  readonly prices: DemoPrices;
  /** What it cost before; shown struck through. */
  readonly compareAt?: DemoPrices;
  readonly options?: Readonly<Record<string, readonly string[]>>;
  /** What a variant costs beyond `prices` for having this option value. */
  readonly surcharges?: Readonly<Record<string, DemoPrices>>;
  /** Units of each variant on the shelf. */
  readonly onHand: number;
  /** Units of single variants where they differ, by their option values: `M / Navy`. */
  readonly stock?: Readonly<Record<string, number>>;
}
