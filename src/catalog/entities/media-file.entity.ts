import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A smaller image of the same picture. */
export interface MediaVariant {
  readonly url: string;
  /** Its media type. */
  readonly type: string;
  readonly width: number;
  readonly height: number;
}

/** An image that the shop keeps itself. Its address is made from its content, so that it never changes. */
@Entity('media_files')
export class MediaFile {
  @PrimaryColumn('text')
  url: string;

  @Column('integer')
  width: number;

  @Column('integer')
  height: number;

  /** Empty until they are made. */
  @Column('jsonb', { default: [] })
  variants: readonly MediaVariant[];

  @Column('text', { nullable: true })
  thumbnail: string | null;

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { default: () => 'now()' })
  touchedAt: Date;
}
