import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { PublicCache } from './public-cache.js';
import { Metrics } from '../http/metrics/metrics.js';

@Injectable()
export class CacheMetrics {
  readonly making: Gauge;

  constructor({ registry }: Metrics, cache: PublicCache) {
    this.making = new Gauge({
      name: 'cartwright_cache_answers_in_making',
      help: 'Public answers that are being made now, each for all who ask for it',
      registers: [registry],
      collect() {
        this.set(cache.makingCount);
      },
    });
  }
}
