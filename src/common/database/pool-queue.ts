import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The queue for database connections. */
@Injectable()
export class PoolQueue {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** How many wait for a connection now. */
  get waiting(): number {
    return ((this.dataSource.driver as PostgresDriver).master as Pool).waitingCount;
  }
}
