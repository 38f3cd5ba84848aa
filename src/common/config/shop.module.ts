import { Global, Module } from '@nestjs/common';
import { provideConfig } from './settings.js';
import { ShopConfig } from './shop.config.js';

@Global()
@Module({ providers: [provideConfig(ShopConfig)], exports: [ShopConfig] })
export class ShopModule {}
