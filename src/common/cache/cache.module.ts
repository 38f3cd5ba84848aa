import { Global, Module } from '@nestjs/common';
import { AnswerStore } from './answer-store.js';
import { CachedHits } from './cached-hits.js';
import { PublicCache } from './public-cache.js';
import { PurgeChannel } from './purge-channel.js';
import { SharedAnswers } from './shared-answers.js';

@Global()
@Module({
  providers: [AnswerStore, CachedHits, PublicCache, PurgeChannel, SharedAnswers],
  exports: [PublicCache],
})
export class CacheModule {}
