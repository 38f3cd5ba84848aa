import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/** The queue of requests for a database connection. */
@Injectable()
export class PoolQueue {
  private pool?: Pool;
  private acquired = 0;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /**
   * Milliseconds that a new request would wait, by how many wait now and how many were served in the time that passed
   * since the last look (Little's law).
   */
  look(passedMs: number): number {
    this.pool ??= this.observed();
    const wait = (this.pool.waitingCount * passedMs) / Math.max(1, this.acquired);
    this.acquired = 0;
    return wait;
  }

  private observed(): Pool {
    const pool = (this.dataSource.driver as PostgresDriver).master as Pool;
    return pool.on('acquire', () => (this.acquired += 1));
  }
}
