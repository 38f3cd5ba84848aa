import { Module } from '@nestjs/common';
import { AuthModule } from './auth/index.js';
import { CommonModule } from './common/common.module.js';
import { ShippingModule } from './shipping/index.js';
import { TaxesModule } from './taxes/index.js';

@Module({ imports: [CommonModule, AuthModule, ShippingModule, TaxesModule] })
export class AppModule {}
