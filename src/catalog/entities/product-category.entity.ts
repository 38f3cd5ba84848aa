import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A product stands in a category. */
@Entity('product_categories')
export class ProductCategory {
  @PrimaryColumn('uuid')
  productId: string;

  @PrimaryColumn('uuid')
  categoryId: string;

  @Column('integer')
  position: number;
}
