import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** A category of the tree. */
@Entity('categories')
export class Category extends VersionedRow {
  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;
}
