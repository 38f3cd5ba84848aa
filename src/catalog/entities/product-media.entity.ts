import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

/** An image of a product, by its address. The first one is the product's thumbnail. */
@Entity('product_media')
export class ProductMedia {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @Column('uuid')
  productId: string;

  @Column('integer')
  position: number;

  @Column('text')
  url: string;

  /** What it shows, for those who do not see it. */
  @Column('text')
  alt: string;
}
