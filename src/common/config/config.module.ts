import { Global, Module } from '@nestjs/common';
import { ShopConfig } from './shop.config.js';
import { RuntimeConfig } from './runtime.config.js';
import { provideConfig } from './settings.js';

@Global()
@Module({
  providers: [provideConfig(RuntimeConfig), provideConfig(ShopConfig)],
  exports: [RuntimeConfig, ShopConfig],
})
export class ConfigModule {}
