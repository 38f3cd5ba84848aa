import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Unavailable } from '../errors/errors.js';
import { poolOf } from './pool.js';
import { type PoolRenewal, RENEWAL_MS, renewWhenReadOnly } from './pool-renewal.js';
import { Transaction } from './transaction.js';

/**
 * Whether the database takes changes. A standby, or a primary that was demoted, answers reads and refuses the rest:
 * from the first refusal on, the pool is renewed every second until a connection leads to a server that takes them.
 */
@Injectable()
export class WritableDatabase implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(WritableDatabase.name);
  private renewal?: PoolRenewal;
  private timer?: NodeJS.Timeout;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
  ) {}

  onModuleInit(): void {
    this.renewal = renewWhenReadOnly(poolOf(this.dataSource), () => this.notice());
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
  }

  /** Whether the last answer of the database was that it takes no changes. */
  get isReadOnly(): boolean {
    return this.timer !== undefined;
  }

  /** How often the pool's connections were replaced for that. */
  get renewals(): number {
    return this.renewal?.renewals ?? 0;
  }

  /** Throws Unavailable while the database takes no changes, and what the pool throws while it does not answer. */
  async expect(): Promise<void> {
    if (await this.refusesChanges()) this.notice();
    if (this.isReadOnly) throw new Unavailable('The database takes no changes at the moment.');
  }

  private notice(): void {
    if (this.isReadOnly) return;
    this.logger.warn('The database takes no changes: its connections are replaced until it does');
    this.timer = setTimeout(() => void this.lookAgain(), RENEWAL_MS).unref();
  }

  private async lookAgain(): Promise<void> {
    this.renewal?.renew();
    const isOver = await this.refusesChanges().then(
      (refuses) => !refuses,
      () => false,
    );
    if (isOver) this.recover();
    else this.timer?.refresh();
  }

  private recover(): void {
    this.timer = undefined;
    this.logger.log('The database takes changes again');
  }

  private async refusesChanges(): Promise<boolean> {
    const [row] = await this.transaction.sql<{ mode: string }>(
      "SELECT current_setting('transaction_read_only') AS mode",
    );
    return row!.mode === 'on';
  }
}
