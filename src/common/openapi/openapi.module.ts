import { Module } from '@nestjs/common';
import { ApiDocument } from './api-document.js';
import { OpenApiCommand } from './openapi.command.js';

/** The OpenAPI document, made from the code. */
@Module({ providers: [ApiDocument, OpenApiCommand] })
export class OpenApiModule {}
