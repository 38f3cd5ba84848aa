import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { PoolQueue } from '../../database/pool-queue.js';
import { WritableDatabase } from '../../database/writable-database.js';
import { Metrics } from './metrics.js';

@Injectable()
export class DatabaseMetrics {
  readonly readOnly: Gauge;
  readonly renewals: Counter;
  readonly waiting: Gauge;

  constructor({ registry }: Metrics, database: WritableDatabase, queue: PoolQueue) {
    const registers = [registry];
    this.readOnly = new Gauge({
      name: 'cartwright_database_read_only',
      help: 'Whether the database takes no changes: 1 or 0',
      registers,
      collect() {
        this.set(database.isReadOnly ? 1 : 0);
      },
    });
    this.renewals = new Counter({
      name: 'cartwright_database_pool_renewals_total',
      help: 'Times that all connections were replaced because the database took no changes',
      registers,
      collect() {
        this.reset();
        this.inc(database.renewals);
      },
    });
    this.waiting = new Gauge({
      name: 'cartwright_database_pool_waiting',
      help: 'Requests and jobs that wait for a connection now',
      registers,
      collect() {
        this.set(queue.waiting);
      },
    });
  }
}
