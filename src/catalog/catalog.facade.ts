import { Injectable } from '@nestjs/common';
import { type Question, question } from '../common/database/question.js';
import { type Money, money } from '../common/money/money.js';

/** A variant as carts and orders need it. */
export interface VariantForSale {
  readonly variantId: string;
  readonly productId: string;
  readonly sku: string;
  /** `Harbor T-shirt - Blue / M`. */
  readonly title: string;
  readonly unitPrice: Money;
  /** Whether inventory last reported units; InventoryFacade knows how many. */
  readonly available: boolean;
}

type Row = Omit<VariantForSale, 'unitPrice'> & { readonly amount: number };

/** Answers questions of other modules about the catalog. */
@Injectable()
export class CatalogFacade {
  /** Returns the variants of active products that have a price in the currency. A missing variant is not for sale. */
  forSale(
    wanted: { readonly variantIds?: readonly string[]; readonly skus?: readonly string[] },
    currency: string,
  ): Question<readonly VariantForSale[]> {
    return question<Row, readonly VariantForSale[]>(
      `SELECT variant.id AS "variantId", product.id AS "productId", variant.sku, variant.available, price.amount,
              CASE WHEN product.options = '[]' THEN product.title
                   ELSE product.title || ' - ' || variant.title END AS title
       FROM variants variant
       JOIN products product ON product.id = variant.product_id AND product.status = 'active'
       JOIN current_prices price ON price.variant_id = variant.id AND price.currency = $3
       WHERE variant.id = ANY($1::uuid[]) OR variant.sku = ANY($2::text[])`,
      [wanted.variantIds ?? [], wanted.skus ?? [], currency],
      (rows) => rows.map(({ amount, ...variant }) => ({ ...variant, unitPrice: money(amount, currency) })),
    );
  }
}
