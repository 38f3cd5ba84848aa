import type { DescriptionFormat } from '../../entities/product.entity.js';
import type { OptionValues } from '../../entities/variant.entity.js';
import type { SaidPrice } from './said-prices.js';

/** A remark on a line of the file. */
export interface Finding {
  readonly line: number;
  readonly text: string;
}

export interface ImageDraft {
  readonly line: number;
  readonly url: string;
  readonly alt: string;
}

/** An option; its values are in the order of the variants. */
export interface OptionDraft {
  readonly name: string;
  readonly values: readonly string[];
}

export interface VariantDraft {
  readonly line: number;
  readonly sku: string;
  /** Undefined if the file has no columns for options. */
  readonly options?: OptionValues | undefined;
  readonly prices: readonly SaidPrice[];
  /** Only used for variants that are new to the shop. */
  readonly onHand: number;
}

/** A product as a file describes it, before validation. An existing product keeps the values of undefined fields. */
export interface ProductDraft {
  readonly line: number;
  readonly slug: string;
  /** The slug is generated, so an existing product may be found by SKUs instead. */
  readonly isSlugMade?: boolean;
  readonly title: string;
  readonly description?: string | undefined;
  readonly descriptionFormat?: DescriptionFormat | undefined;
  readonly status?: 'draft' | 'active' | 'archived' | undefined;
  /** Each category by its names from the top of the tree. */
  readonly categories?: readonly (readonly string[])[] | undefined;
  readonly hasExactNames?: boolean;
  readonly options?: readonly OptionDraft[] | undefined;
  readonly variants: readonly VariantDraft[];
  readonly images?: readonly ImageDraft[] | undefined;
}

export interface ReadProduct {
  readonly draft?: ProductDraft;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}
