import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Socket } from 'node:net';
import type { ClientBase, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { DatabaseConfig } from './database.config.js';
import { poolOf } from './pool.js';

/** Gives up connections of the requests' pool on which nothing comes any more. */
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

/**
 * Gives up connections in use on which nothing has come for too long. The server's own time-outs cannot be heard over a
 * connection whose other end is gone, and the kernel would wait for a quarter of an hour.
 */
export function giveUpSilent(pool: Pool, silenceMs: number): void {
  pool.on('acquire', (client) => limitSilence(client, silenceMs));
  pool.on('release', (_, client) => bearSilence(client));
}

const limited = new WeakSet<Socket>();

/** Ends a connection once nothing has come on it for so long. */
export function limitSilence(client: ClientBase, silenceMs: number): void {
  const socket = socketOf(client);
  socket.setTimeout(silenceMs);
  if (limited.has(socket)) return;
  limited.add(socket);
  socket.on('timeout', () => giveUpUnlessHeard(socket));
}

/** A process that stood still itself has not read yet what came meanwhile. */
function giveUpUnlessHeard(socket: Socket): void {
  const { bytesRead } = socket;
  setImmediate(() => {
    // The words by which it counts as the loss of a connection, and not as a fault of the shop.
    if (socket.timeout && socket.bytesRead === bytesRead)
      socket.destroy(new Error('Connection terminated: nothing comes any more'));
  });
}

/** Lets a connection be silent for as long as it likes, until it is given back to the pool. */
export const bearSilence = (client: ClientBase): void => void socketOf(client).setTimeout(0);

const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
