import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A smaller copy of an image. */
export interface Rendition {
  readonly url: string;
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** An image that the shop stores. Its address is a hash of its content, so the content never changes. */
@Entity('media_files')
export class MediaFile {
  @PrimaryColumn('text')
  url: string;

  @Column('integer')
  width: number;

  @Column('integer')
  height: number;

  /** Empty until the job has made them. */
  @Column('jsonb', { name: 'variants', default: [] })
  renditions: readonly Rendition[];

  @Column('text', { nullable: true })
  thumbnail: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { default: () => 'now()' })
  touchedAt: Date;
}
