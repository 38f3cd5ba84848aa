import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

export const PRODUCT_STATUSES = ['draft', 'active', 'archived'] as const;

/** Only active products are seen and sold; archived ones are kept for the orders that name them. */
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export const DESCRIPTION_FORMATS = ['text', 'html'] as const;

/** Text is shown escaped, with its line breaks; HTML was cleaned when it was written. */
export type DescriptionFormat = (typeof DESCRIPTION_FORMATS)[number];

/** What variants of a product differ in, with its values in the order in which they are shown. */
export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** What is shown for sale. What is bought is one of its variants. */
@Entity('products')
export class Product extends VersionedRow {
  @Column('text')
  slug: string;

  @Column('text')
  title: string;

  /** In its format. */
  @Column('text')
  description: string;

  @Column('text', { default: 'text' })
  descriptionFormat: DescriptionFormat;

  /** The description's plain text, which search reads. */
  @Column('text', { default: '' })
  descriptionText: string;

  @Column('text')
  status: ProductStatus;

  @Column('jsonb')
  options: readonly ProductOption[];
}
