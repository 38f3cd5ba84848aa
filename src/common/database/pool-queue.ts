import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { poolOf } from './pool.js';

@Injectable()
export class PoolQueue {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  get size(): number {
    return poolOf(this.dataSource).options.max;
  }

  get waiting(): number {
    return poolOf(this.dataSource).waitingCount;
  }
}
