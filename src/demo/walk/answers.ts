import type { Money } from '../../common/money/money.js';

/** The parts of the shop's answers that the walk reads; /openapi.json has all of them. */
export interface ProductList {
  readonly items: readonly {
    readonly slug: string;
    readonly title: string;
    readonly priceFrom: Money;
    readonly available: boolean;
  }[];
}

export interface Product {
  readonly title: string;
  readonly description: string;
  readonly variants: readonly Variant[];
}

export interface Variant {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly price: Money;
  readonly available: boolean;
}

export interface Line {
  readonly title: string;
  readonly quantity: number;
  readonly total: Money;
}

export interface Totals {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly shipping: Money;
  readonly tax: Money;
  readonly total: Money;
}

export interface Cart {
  readonly id: string;
  readonly items: readonly Line[];
  readonly totals: Totals;
  readonly problems: readonly { readonly code: string; readonly detail: string }[];
}

export interface ShippingMethods {
  readonly items: readonly { readonly id: string; readonly name: string; readonly price: Money }[];
}

export interface Order {
  readonly id: string;
  readonly number: string;
  readonly status: string;
  readonly paymentStatus: string;
  readonly totals: Totals;
  /** Opens a guest's order; only in the answer that placed it. */
  readonly accessToken?: string;
}

export interface Payment {
  readonly id: string;
  readonly status: string;
  readonly amount: Money;
  readonly failure: { readonly detail: string } | null;
}

export interface Problem {
  readonly code?: string;
  readonly detail?: string;
}
