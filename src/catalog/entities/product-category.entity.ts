import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('product_categories')
export class ProductCategory {
  @PrimaryColumn('uuid')
  productId: string;

  @PrimaryColumn('uuid')
  categoryId: string;

  @Column('integer')
  position: number;
}
