import { Column, CreateDateColumn, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import { uuidv7 } from './ids.js';

/** Columns that most tables share. Times come from the database's clock. */
export abstract class BaseRow {
  @PrimaryColumn('uuid')
  id: string = uuidv7();

  @CreateDateColumn({ type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz' })
  updatedAt: Date;
}

/** A row that people edit. Each change raises `version`, so a stale `If-Match` is refused. */
export abstract class VersionedRow extends BaseRow {
  @Column('integer', { default: 1 })
  version: number;
}
