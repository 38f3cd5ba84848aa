import { Column, CreateDateColumn, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { uuidv7 } from './ids.js';

/** What most rows share: a UUIDv7 made in code, and the database's own times. */
export abstract class BaseRow {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}

/** A row that people edit: `version` rises with each change, and a stale `If-Match` is refused. */
export abstract class VersionedRow extends BaseRow {
  @Column('integer', { default: 1 })
  version: number;
}
