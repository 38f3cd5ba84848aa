import { Global, Module } from '@nestjs/common';
import { RuntimeConfig } from './runtime.config.js';
import { provideConfig } from './settings.js';

@Global()
@Module({ providers: [provideConfig(RuntimeConfig)], exports: [RuntimeConfig] })
export class ConfigModule {}
