import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { DescribedTag } from '../tag.decorator.js';
import { WritableDatabase } from '../../database/writable-database.js';
import { Overloaded, Unavailable } from '../../errors/errors.js';
import { JobsStalled } from '../../events/events.errors.js';
import { Watchdog } from '../../events/watchdog.js';
import { Public } from '../access.decorator.js';
import { Criticality } from '../overload/criticality.decorator.js';
import { Problems } from '../problems.decorator.js';
import { Draining } from '../shutdown/draining.js';

export class HealthResponse {
  @ApiProperty({ enum: ['ok'], example: 'ok' })
  status: 'ok';
}

const READINESS_CACHE_MS = 1_000;

@DescribedTag('operation', 'See whether a process lives, whether it is ready, and what it measures.')
@Controller('health')
export class HealthController {
  private lastGood = 0;

  constructor(
    private readonly database: WritableDatabase,
    private readonly watchdog: Watchdog,
    private readonly draining: Draining,
  ) {}

  /** Check that the process is alive; nothing else is checked, so it answers under any load */
  @Get('live')
  @Public()
  @Criticality('vital')
  getLiveness(): HealthResponse {
    return { status: 'ok' };
  }

  /** Check that the process can serve: the database accepts changes, jobs run, and no shutdown has begun */
  @Get('ready')
  @Public()
  @Criticality('vital')
  @Problems(Overloaded, JobsStalled)
  async getReadiness(): Promise<HealthResponse> {
    if (this.draining.hasBegun) throw new Unavailable('The process is shutting down.');
    if (Date.now() - this.lastGood > READINESS_CACHE_MS) {
      await this.database.expect();
      this.lastGood = Date.now();
    }
    if (this.watchdog.isStalled) throw new JobsStalled();
    return { status: 'ok' };
  }
}
