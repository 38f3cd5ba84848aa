import { Module, type OnModuleInit } from '@nestjs/common';
import { provideConfig } from '../config/settings.js';
import { armFailpoint } from './failpoint.js';
import { failpointOf } from './failpoint-actions.js';
import { FailpointsConfig } from './failpoints.config.js';

@Module({ providers: [provideConfig(FailpointsConfig)] })
export class FailpointsModule implements OnModuleInit {
  constructor(private readonly config: FailpointsConfig) {}

  onModuleInit(): void {
    for (const entry of this.config.entries) armFailpoint(...failpointOf(entry));
  }
}
