import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Redis as Client } from 'ioredis';
import { CircuitBreaker } from './circuit-breaker.js';
import { RedisConfig } from './redis.config.js';

const COMMAND_LIMIT_MS = 50;
const CONNECT_LIMIT_MS = 1_000;
const REST_MS = 1_000;

/** The connection to Redis, if any. Callers must work without an answer. */
@Injectable()
export class Redis implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(Redis.name);
  private readonly breaker = new CircuitBreaker(REST_MS);
  private connection?: Client;
  private isLost = false;

  constructor(private readonly config: RedisConfig) {}

  get client(): Client | undefined {
    return this.connection;
  }

  async onModuleInit(): Promise<void> {
    if (this.config.url === undefined) return;
    const { Redis: IoRedis } = await import('ioredis');
    const client = new IoRedis(this.config.url, {
      lazyConnect: true,
      // A command fails at once without a connection.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_LIMIT_MS,
      connectTimeout: CONNECT_LIMIT_MS,
      retryStrategy: () => REST_MS,
    });
    client.on('error', (error: Error) => this.tellOfLoss(error));
    client.on('ready', () => (this.isLost = false));
    this.connection = client;
    await client.connect().catch((error: unknown) => this.tellOfLoss(error));
  }

  onApplicationShutdown(): void {
    this.connection?.disconnect();
  }

  /** Undefined when Redis is away, slow or refuses. Waits 50 ms at most, once per second. */
  ask<T>(work: () => Promise<T>): Promise<T | undefined> {
    return this.breaker.run(work);
  }

  private tellOfLoss(error: unknown): void {
    if (!this.isLost)
      this.logger.warn(`Redis is unavailable; this process continues without it: ${String(error)}`);
    this.isLost = true;
  }
}
