import type { DescriptionFormat } from '../../entities/product.entity.js';
import type { OptionValues } from '../../entities/variant.entity.js';
import type { SaidPrice } from './said-prices.js';

/** Something about a line of the file that a person should know. */
export interface Finding {
  readonly line: number;
  readonly text: string;
}

/** An image of a product, by its address at the host that it is served from. */
export interface ImageDraft {
  readonly line: number;
  readonly url: string;
  readonly alt: string;
}

/** An option of a product with its values in the order in which its variants name them. */
export interface OptionDraft {
  readonly name: string;
  readonly values: readonly string[];
}

/** A variant as its row describes it. */
export interface VariantDraft {
  readonly line: number;
  readonly sku: string;
  /** Undefined where the file has no columns for them. */
  readonly options?: OptionValues | undefined;
  readonly prices: readonly SaidPrice[];
  /** For a variant that is new to the shop; the stock of the others is counted, not imported. */
  readonly onHand: number;
}

/**
 * A product as a file describes it, whatever the format, before the shop has looked at it. What is undefined the file
 * does not speak of, having no column for it: a product that is there keeps what it has.
 */
export interface ProductDraft {
  /** Where the product begins in the file. */
  readonly line: number;
  readonly slug: string;
  /** The slug was made of other things, so that the product may be known by its SKUs where it has another one. */
  readonly isSlugMade?: boolean;
  readonly title: string;
  readonly description?: string | undefined;
  readonly descriptionFormat?: DescriptionFormat | undefined;
  readonly status?: 'draft' | 'active' | 'archived' | undefined;
  /** Its categories, each by the names on the way from the top of the tree. */
  readonly categories?: readonly (readonly string[])[] | undefined;
  /** Categories are those of exactly these names. */
  readonly hasExactNames?: boolean;
  readonly options?: readonly OptionDraft[] | undefined;
  readonly variants: readonly VariantDraft[];
  readonly images?: readonly ImageDraft[] | undefined;
}

/** What a format's reader makes of the rows of one product. */
export interface ReadProduct {
  /** Undefined when a fault refuses the product. */
  readonly draft?: ProductDraft;
  readonly faults: readonly Finding[];
  readonly notes: readonly Finding[];
}
