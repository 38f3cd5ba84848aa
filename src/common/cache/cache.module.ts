import { Global, Module } from '@nestjs/common';
import { AnswerStore } from './answer-store.js';
import { CacheMetrics } from './cache-metrics.js';
import { CachedHits } from './cached-hits.js';
import { EncodedAnswers } from './encoded-answers.js';
import { PublicCache } from './public-cache.js';
import { PurgeChannel } from './purge-channel.js';
import { SharedAnswers } from './shared-answers.js';

@Global()
@Module({
  providers: [
    AnswerStore,
    CacheMetrics,
    CachedHits,
    EncodedAnswers,
    PublicCache,
    PurgeChannel,
    SharedAnswers,
  ],
  exports: [PublicCache],
})
export class CacheModule {}
