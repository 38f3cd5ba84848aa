import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Socket } from 'node:net';
import type { ClientBase, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { DatabaseConfig } from './database.config.js';
import { poolOf } from './pool.js';

@Injectable()
export class SilentConnections implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: DatabaseConfig,
  ) {}

  onModuleInit(): void {
    giveUpSilent(poolOf(this.dataSource), this.config.silenceMs);
  }
}

/** Drops busy connections without data: on a dead connection, the kernel would wait 15 minutes. */
export function giveUpSilent(pool: Pool, silenceMs: number): void {
  pool.on('acquire', (client) => limitSilence(client, silenceMs));
  pool.on('release', (_, client) => bearSilence(client));
}

const limited = new WeakSet<Socket>();

export function limitSilence(client: ClientBase, silenceMs: number): void {
  const socket = socketOf(client);
  socket.setTimeout(silenceMs);
  if (limited.has(socket)) return;
  limited.add(socket);
  socket.on('timeout', () => giveUpUnlessHeard(socket));
}

/** After a pause of this process, data may have arrived that it has not read yet. */
function giveUpUnlessHeard(socket: Socket): void {
  const { bytesRead } = socket;
  setImmediate(() => {
    // `isDatabaseUnavailable` knows these words.
    if (socket.timeout && socket.bytesRead === bytesRead)
      socket.destroy(new Error('Connection terminated: no data arrives'));
  });
}

/** Removes the limit until the connection returns to the pool. */
export const bearSilence = (client: ClientBase): void => void socketOf(client).setTimeout(0);

const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
