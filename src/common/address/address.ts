/** A postal address: country and region are codes, other text is as the shopper wrote it. */
export interface Address {
  readonly name: string;
  readonly company?: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  /** ISO 3166-2 code (`NY`) where the country has one; older rows also have names. */
  readonly region?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string;
}
