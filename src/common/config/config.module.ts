import { Global, Module } from '@nestjs/common';
import { RuntimeConfig } from './runtime.config.js';
import { provideConfig } from './settings.js';
import { ShopConfig } from './shop.config.js';

@Global()
@Module({
  providers: [provideConfig(RuntimeConfig), provideConfig(ShopConfig)],
  exports: [RuntimeConfig, ShopConfig],
})
export class ConfigModule {}
