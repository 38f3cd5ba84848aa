import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/index.js';
import { CatalogModule } from '../catalog/index.js';
import { ApiStory } from '../common/openapi/api-story.js';
import { OpenApiModule } from '../common/openapi/openapi.module.js';
import { ShippingModule } from '../shipping/index.js';
import { TaxesModule } from '../taxes/index.js';
import { DemoCatalog } from './demo.catalog.js';
import { DemoRepository } from './demo.repository.js';
import { DemoSeed } from './demo.seed.js';
import { STORY } from './story/story.js';

@Module({
  imports: [AuthModule, CatalogModule, OpenApiModule, ShippingModule, TaxesModule],
  providers: [DemoCatalog, DemoRepository, DemoSeed],
})
export class DemoModule {
  constructor(story: ApiStory) {
    story.told = STORY;
  }
}
