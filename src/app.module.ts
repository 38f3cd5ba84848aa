import { Module } from '@nestjs/common';
import { AuthModule } from './auth/index.js';
import { CommonModule } from './common/common.module.js';

@Module({ imports: [CommonModule, AuthModule] })
export class AppModule {}
