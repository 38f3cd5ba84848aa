import { Global, Module } from '@nestjs/common';
import { provideConfig } from '../config/settings.js';
import { RedisConfig } from './redis.config.js';
import { Redis } from './redis.js';

@Global()
@Module({ providers: [provideConfig(RedisConfig), Redis], exports: [Redis] })
export class RedisModule {}
