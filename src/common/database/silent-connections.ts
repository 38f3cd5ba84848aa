import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { DatabaseConfig } from './database.config.js';

/**
 * Gives up connections in use on which nothing has come for too long. The server's own time-outs cannot be heard over a
 * connection whose other end is gone, and the kernel would wait for a quarter of an hour.
 */
@Injectable()
export class SilentConnections implements OnModuleInit {
  private readonly watched = new WeakSet<Socket>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: DatabaseConfig,
  ) {}

  onModuleInit(): void {
    const pool = (this.dataSource.driver as PostgresDriver).master as Pool;
    pool.on('acquire', (client) => this.watch(socketOf(client)));
    pool.on('release', (_, client) => bearSilence(client));
  }

  private watch(socket: Socket): void {
    socket.setTimeout(this.config.silenceMs);
    if (this.watched.has(socket)) return;
    this.watched.add(socket);
    // The words by which it counts as the loss of a connection, and not as a fault of the shop.
    socket.on('timeout', () => socket.destroy(new Error('Connection terminated: nothing comes any more')));
  }
}

/** Lets a connection be silent for as long as it likes, until it is given back to the pool. */
export const bearSilence = (client: PoolClient): void => void socketOf(client).setTimeout(0);

const socketOf = (client: PoolClient): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
