import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Unavailable } from '../errors/errors.js';
import { poolOf } from './pool.js';
import { type PoolRenewal, RENEWAL_MS, renewWhenReadOnly } from './pool-renewal.js';
import { Transaction } from './transaction.js';

/** Whether the database accepts changes. After a refusal, the pool is renewed until it does. */
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

  get isReadOnly(): boolean {
    return this.timer !== undefined;
  }

  get renewals(): number {
    return this.renewal?.renewals ?? 0;
  }

  /** Throws Unavailable while the database accepts no changes, and the pool's error while it is away. */
  async expect(): Promise<void> {
    if (await this.refusesChanges()) this.notice();
    if (this.isReadOnly) throw new Unavailable('The database accepts no changes at the moment.');
  }

  private notice(): void {
    if (this.isReadOnly) return;
    this.logger.warn('The database accepts no changes; its connections are renewed until it does');
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
    this.logger.log('The database accepts changes again');
  }

  private async refusesChanges(): Promise<boolean> {
    const [row] = await this.transaction.sql<{ mode: string }>(
      "SELECT current_setting('transaction_read_only') AS mode",
    );
    return row!.mode === 'on';
  }
}
