import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

export const PRODUCT_STATUSES = ['draft', 'active', 'archived'] as const;

/** Only active products are visible and for sale; archived ones remain for their orders. */
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

export const DESCRIPTION_FORMATS = ['text', 'html'] as const;

/** Text is shown escaped, with its line breaks; HTML is sanitized when it is written. */
export type DescriptionFormat = (typeof DESCRIPTION_FORMATS)[number];

/** An option in which variants differ; its values are in display order. */
export interface ProductOption {
  readonly name: string;
  readonly values: readonly string[];
}

/** A product for sale; shoppers buy one of its variants. */
@Entity('products')
export class Product extends VersionedRow {
  @Column('text')
  slug: string;

  @Column('text')
  title: string;

  @Column('text')
  description: string;

  @Column('text', { default: 'text' })
  descriptionFormat: DescriptionFormat;

  /** Plain text of the description, for search. */
  @Column('text', { default: '' })
  descriptionText: string;

  @Column('text')
  status: ProductStatus;

  @Column('jsonb')
  options: readonly ProductOption[];
}
