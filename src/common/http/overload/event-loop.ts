import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';

const RESOLUTION_MS = 10;
const NANOSECONDS = 1_000_000;

/** Measures delay and utilization of the event loop since the last reading. */
export class EventLoop {
  private readonly histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private utilization: EventLoopUtilization = performance.eventLoopUtilization();

  start(): void {
    this.histogram.reset();
    this.histogram.enable();
    this.utilization = performance.eventLoopUtilization();
  }

  stop(): void {
    this.histogram.disable();
  }

  look(): { loopDelayMs: number; utilization: number } {
    const { mean } = this.histogram;
    this.histogram.reset();
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.utilization);
    this.utilization = now;
    // The histogram is empty when the loop stood still.
    const late = Number.isNaN(mean) ? 0 : mean / NANOSECONDS - RESOLUTION_MS;
    return { loopDelayMs: Math.max(0, late), utilization };
  }
}
