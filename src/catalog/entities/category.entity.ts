import { Column, Entity } from 'typeorm';
import { VersionedRow } from '../../common/database/base.entity.js';

/** A place in the browsing tree. */
@Entity('categories')
export class Category extends VersionedRow {
  /** Null at the top of the tree. */
  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;
}
