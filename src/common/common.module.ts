import { Module } from '@nestjs/common';
import { CacheModule } from './cache/cache.module.js';
import { CliModule } from './cli/cli.module.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DoctorModule } from './doctor/doctor.module.js';
import { EventsModule } from './events/events.module.js';
import { FailpointsModule } from './failpoints/failpoints.module.js';
import { HttpModule } from './http/http.module.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { RedisModule } from './redis/redis.module.js';

/** The base of every module; it knows no commerce. */
@Module({
  imports: [
    ConfigModule,
    DatabaseModule,
    RedisModule,
    EventsModule,
    FailpointsModule,
    CacheModule,
    HttpModule,
    OpenApiModule,
    CliModule,
    DoctorModule,
  ],
})
export class CommonModule {}
