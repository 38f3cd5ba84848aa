import { Global, Module } from '@nestjs/common';
import { AnswerStore } from './answer-store.js';
import { PublicCache } from './public-cache.js';
import { PurgeChannel } from './purge-channel.js';

@Global()
@Module({ providers: [AnswerStore, PublicCache, PurgeChannel], exports: [PublicCache] })
export class CacheModule {}
