import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { poolOf } from './pool.js';

/** The queue for database connections. */
@Injectable()
export class PoolQueue {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** How many connections there may be. */
  get size(): number {
    return poolOf(this.dataSource).options.max;
  }

  /** How many wait for a connection now. */
  get waiting(): number {
    return poolOf(this.dataSource).waitingCount;
  }
}
