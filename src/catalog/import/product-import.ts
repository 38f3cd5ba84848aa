import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { refusalBehind } from '../../common/errors/constraints.js';
import { DomainError } from '../../common/errors/domain-error.js';
import { SlugTaken } from '../catalog.errors.js';
import { valid } from '../../common/http/validation/valid.js';
import { CreateProductDto } from '../dto/create-product.dto.js';
import { RemoteImages, type WantedImage } from '../media/remote-images.js';
import { ProductsService } from '../products/products.service.js';
import { faultsOf } from './faults.js';
import { ImportCategories } from './import-categories.js';
import type { Outcome } from './import-report.js';
import type { Finding, ProductDraft } from './formats/product-draft.js';
import { ProductUpdate } from './product-update.js';
import { inputOf, withSaid } from './formats/said-prices.js';

export interface Written {
  readonly outcome: Outcome;
  readonly faults: readonly Finding[];
}

export interface WriteOptions {
  readonly isDryRun: boolean;
  /** Id of the import whose report lists images that cannot be fetched. */
  readonly importId?: string;
  readonly record: (written: Written) => Promise<void>;
}

const isStored = (outcome: Outcome): boolean => outcome === 'imported' || outcome === 'updated';

/** Rolls back a dry run, and an update without changes. */
class TakenBack extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome);
  }
}

/** Writes one product with all its parts, in one transaction. */
@Injectable()
export class ProductImport {
  constructor(
    private readonly transaction: Transaction,
    private readonly products: ProductsService,
    private readonly updates: ProductUpdate,
    private readonly categories: ImportCategories,
    private readonly remoteImages: RemoteImages,
  ) {}

  /** A dry run writes and rolls back, to find faults that only the database knows. Records the result once. */
  async write(draft: ProductDraft, options: WriteOptions): Promise<Written> {
    const written = await this.attempt(draft, options);
    const { outcome } = written;
    // Retries images that could not be fetched before.
    if (outcome === 'unchanged' && !options.isDryRun) {
      await this.remoteImages.wantMissing(imagesOf(draft, options));
    }
    if (options.isDryRun || !isStored(outcome)) await options.record(written);
    return written;
  }

  private async attempt(draft: ProductDraft, options: WriteOptions): Promise<Written> {
    try {
      const dto = valid(CreateProductDto, bodyOf(draft));
      return { outcome: await this.storeOrUpdate(dto, draft, options), faults: [] };
    } catch (error) {
      const refusal = error instanceof DomainError ? error : refusalBehind(error);
      if (!refusal) throw error;
      return { outcome: 'refused', faults: faultsOf(refusal, draft) };
    }
  }

  /** Updates the product if a concurrent import inserts it first. */
  private storeOrUpdate(...given: Parameters<ProductImport['store']>): Promise<Outcome> {
    return this.store(...given).catch((error: unknown) => {
      if (error instanceof SlugTaken) return this.store(...given);
      throw error;
    });
  }

  private async store(dto: CreateProductDto, draft: ProductDraft, options: WriteOptions): Promise<Outcome> {
    try {
      return await this.transaction.run(async (): Promise<Outcome> => {
        const known = await this.updates.find(draft);
        const media = dto.media && (await this.remoteImages.kept(dto.media));
        const categoryIds = draft.categories && (await this.categories.idsFor(draft));
        const product = { ...dto, ...(media && { media }), ...(categoryIds && { categoryIds }) };
        const outcome = known ? await this.updates.apply(known, product, draft) : await this.create(product);
        if (options.isDryRun || !isStored(outcome)) throw new TakenBack(outcome);
        const shown = new Set(media?.map(({ url }) => url));
        await this.remoteImages.want(imagesOf(draft, options).filter(({ url }) => shown.has(url)));
        await options.record({ outcome, faults: [] });
        return outcome;
      });
    } catch (error) {
      if (error instanceof TakenBack) return error.outcome;
      throw error;
    }
  }

  private async create(product: CreateProductDto): Promise<Outcome> {
    await this.products.create(product);
    return 'imported';
  }
}

const imagesOf = ({ images = [], slug }: ProductDraft, { importId }: WriteOptions): WantedImage[] =>
  images.map(({ url, line }) => ({ url, line, subject: slug, ...(importId !== undefined && { importId }) }));

function bodyOf(draft: ProductDraft): object {
  const { slug, title, description, descriptionFormat, status, options, variants, images } = draft;
  const media = images?.map(({ url, alt }) => ({ url, alt }));
  return given({
    slug,
    title,
    description,
    descriptionFormat,
    status,
    options,
    media,
    variants: variants.map(({ sku, options: values, prices, onHand }) =>
      given({ sku, options: values, ...inputOf(withSaid({}, prices)), onHand }),
    ),
  });
}

const given = (body: object): object =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
