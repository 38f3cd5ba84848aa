import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '../../common/database/ids.js';

/** An image of a product, by its address. The first one is the thumbnail. */
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

  @Column('text')
  alt: string;
}
