import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { ProductMedia } from '../entities/product-media.entity.js';

/** Writes the images of a product. The caller holds the product's lock. */
@Injectable()
export class ProductMediaRepository {
  constructor(private readonly transaction: Transaction) {}

  ofProduct(productId: string): Promise<ProductMedia[]> {
    return this.transaction.manager.find(ProductMedia, { where: { productId }, order: { position: 'ASC' } });
  }

  async insert(media: ProductMedia): Promise<void> {
    await this.transaction.manager.insert(ProductMedia, media);
  }

  async setAlt(id: string, alt: string): Promise<void> {
    await this.transaction.manager.update(ProductMedia, { id }, { alt });
  }

  async delete(id: string): Promise<void> {
    await this.transaction.manager.delete(ProductMedia, { id });
  }

  async arrange(productId: string, ids: readonly string[]): Promise<void> {
    await this.transaction.sql(
      `UPDATE product_media media SET position = place.number - 1
       FROM unnest($2::uuid[]) WITH ORDINALITY AS place (id, number)
       WHERE media.id = place.id AND media.product_id = $1`,
      [productId, ids],
    );
  }
}
