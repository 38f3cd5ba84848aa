/** Where goods or a bill go. Text stands as the shopper wrote it; country and region are codes. */
export interface Address {
  readonly name: string;
  readonly company?: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  /** State, province, prefecture: its ISO 3166-2 code (`NY`) where the country has such; older rows have names too. */
  readonly region?: string;
  readonly postalCode?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly phone?: string;
}
