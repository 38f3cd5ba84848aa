import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { refusalBehind } from '../../common/errors/constraints.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { SlugTaken } from '../catalog.errors.js';
import { CreateProductDto } from '../dto/create-product.dto.js';
import { ProductsService } from '../products.service.js';
import { faultsOf } from './faults.js';
import type { Finding } from './findings.js';
import { ImportCategories } from './import-categories.js';
import type { Outcome } from './import-report.js';
import type { ProductDraft } from './shopify-product.js';
import { valid } from './validation.js';

export interface Written {
  readonly outcome: Outcome;
  readonly faults: readonly Finding[];
}

/** Undoes a trial run's transaction. */
class OnlyTried extends Error {}

/** Writes one product with everything that belongs to it, or nothing of it. */
@Injectable()
export class ProductImport {
  constructor(
    private readonly transaction: Transaction,
    private readonly products: ProductsService,
    private readonly categories: ImportCategories,
  ) {}

  /** A dry run writes too, and takes it back, so that it finds what only the database knows. */
  async write(draft: ProductDraft, isDryRun: boolean): Promise<Written> {
    try {
      const dto = await valid(CreateProductDto, bodyOf(draft));
      return { outcome: await this.create(dto, draft.categories, isDryRun), faults: [] };
    } catch (error) {
      const refusal = error instanceof DomainError ? error : refusalBehind(error);
      if (!refusal) throw error;
      return { outcome: 'refused', faults: faultsOf(refusal, draft) };
    }
  }

  private async create(
    dto: CreateProductDto,
    categories: readonly string[],
    isDryRun: boolean,
  ): Promise<Outcome> {
    try {
      return await this.transaction.run(async (): Promise<Outcome> => {
        const categoryIds = await this.categories.idsFor(categories);
        await this.products.create({ ...dto, categoryIds });
        if (isDryRun) throw new OnlyTried();
        return 'imported';
      });
    } catch (error) {
      if (error instanceof OnlyTried) return 'imported';
      if (error instanceof SlugTaken) return 'alreadyThere';
      throw error;
    }
  }
}

/** The product as a client would send it to POST /products. */
function bodyOf({ slug, title, description, status, options, variants, images }: ProductDraft): object {
  return {
    slug,
    title,
    description,
    status,
    options,
    media: images.map(({ url, alt }) => ({ url, alt })),
    variants: variants.map(({ sku, options: values, price, compareAtPrice, onHand }) => ({
      sku,
      options: values,
      prices: [price],
      ...(compareAtPrice && { compareAtPrices: [compareAtPrice] }),
      onHand,
    })),
  };
}
