import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Transaction } from '../../database/transaction.js';
import { within } from '../../waiting.js';
import { Metrics } from './metrics.js';

/** A scrape that waits longer leaves out the table figures. */
const TABLES_LIMIT_MS = 1_000;

interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** Estimates table sizes from PostgreSQL's statistics, because counting would read every row. */
@Injectable()
export class TableMetrics implements OnModuleInit {
  private looking?: Promise<TableSize[]>;

  constructor(
    private readonly metrics: Metrics,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.gauge(
      'cartwright_table_rows',
      'Rows of the table, as the database estimates them',
      ({ rows }) => rows,
    );
    this.gauge(
      'cartwright_table_bytes',
      'Bytes of the table when it was last analysed',
      ({ bytes }) => bytes,
    );
  }

  private gauge(name: string, help: string, figure: (size: TableSize) => number): void {
    const look = () => this.look();
    const gauge = new Gauge({
      name,
      help,
      labelNames: ['table'],
      registers: [],
      async collect() {
        this.reset();
        for (const size of await look()) this.set({ table: size.table }, figure(size));
      },
    });
    this.metrics.registry.registerMetric(gauge);
  }

  private async look(): Promise<readonly TableSize[]> {
    this.looking ??= this.sizes().finally(() => (this.looking = undefined));
    return within(
      TABLES_LIMIT_MS,
      this.looking.catch(() => []),
      () => [],
    );
  }

  private sizes(): Promise<TableSize[]> {
    return this.transaction.sql<TableSize>(
      `SELECT stat.relname AS table, stat.n_live_tup::float8 AS rows, class.relpages::float8 * 8192 AS bytes
       FROM pg_stat_user_tables AS stat JOIN pg_class AS class ON class.oid = stat.relid
       WHERE stat.schemaname = 'public' ORDER BY 1`,
    );
  }
}
