import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../config/settings.js';
import { dataSourceOptions } from './data-source.js';
import { DatabaseConfig } from './database.config.js';
import { PoolQueue } from './pool-queue.js';
import { PreparedStatements } from './prepared-statements.js';
import { SilentConnections } from './silent-connections.js';
import { Transaction } from './transaction.js';
import { WritableDatabase } from './writable-database.js';

const config = provideConfig(DatabaseConfig);

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      useFactory: () => ({
        ...dataSourceOptions(config.useFactory()),
        autoLoadEntities: true,
        retryAttempts: 3,
      }),
    }),
  ],
  providers: [config, PoolQueue, PreparedStatements, SilentConnections, Transaction, WritableDatabase],
  exports: [DatabaseConfig, PoolQueue, Transaction, WritableDatabase],
})
export class DatabaseModule {}
