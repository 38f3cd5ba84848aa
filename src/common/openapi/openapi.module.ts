import { Module } from '@nestjs/common';
import { ApiDocument } from './api-document.js';
import { ApiStory } from './api-story.js';
import { OpenApiCommand } from './openapi.command.js';

@Module({ providers: [ApiDocument, ApiStory, OpenApiCommand], exports: [ApiStory] })
export class OpenApiModule {}
