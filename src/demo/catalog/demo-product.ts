/** Amounts in minor units: US cents, euro cents. */
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

/** A product of the demo shop. Its variants are all combinations of its option values. */
export interface DemoProduct {
  readonly title: string;
  readonly description: string;
  /** Slug of its category. */
  readonly category: string;
  /** First part of the SKU of each variant; option values follow. */
  readonly sku: string;
  readonly prices: DemoPrices;
  /** Former price; shown struck through. */
  readonly compareAt?: DemoPrices;
  readonly options?: Readonly<Record<string, readonly string[]>>;
  /** Extra price of variants with this option value. */
  readonly surcharges?: Readonly<Record<string, DemoPrices>>;
  /** Units of each variant in stock. */
  readonly onHand: number;
  /** Units of variants with another stock, by their option values: `M / Navy`. */
  readonly stock?: Readonly<Record<string, number>>;
}
