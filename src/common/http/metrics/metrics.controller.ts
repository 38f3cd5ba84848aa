import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { NotFound, Unauthenticated } from '../../errors/errors.js';
import { Public } from '../access.decorator.js';
import { Criticality } from '../overload/criticality.decorator.js';
import { Problems } from '../problems.decorator.js';
import { Metrics } from './metrics.js';

@ApiTags('operation')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  /** Read the metrics in the Prometheus text format; in production this needs METRICS_TOKEN */
  @Get()
  @Public()
  @Criticality('vital')
  @Problems(NotFound, Unauthenticated)
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  getMetrics(): Promise<string> {
    return this.metrics.text();
  }
}
