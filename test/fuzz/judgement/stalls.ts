import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { FuzzRequest } from '../requests/request.js';
import type { Transport } from '../transport.js';
import type { Complaint } from './judge.js';

/** For so long one request may keep all others waiting, in CPU time. */
const MOST_MS = 50;
const LOOK_EVERY_MS = 10;
/** A garbage collection, or code not yet compiled, makes no request stand still so often. */
const TIMES = 3;

/**
 * Notices when work has kept the event loop from everything else, and finds out whose: what was under way then is asked
 * again alone. It counts the CPU of the process as far as the loop was busy, so that neither a busy machine nor work of
 * other threads is taken for a standstill.
 */
export class Stalls {
  private seen = 0;
  private longest = 0;
  private last = now();
  private readonly examined = new Set<string>();
  private readonly timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();

  constructor(private readonly transport: Transport) {}

  /** So often did the loop stand still until now. */
  get count(): number {
    return this.seen;
  }

  /** What is wrong with a request that was under way in a standstill; undefined when it was another's. */
  async complaint(request: FuzzRequest): Promise<Complaint | undefined> {
    const { method, path } = request.operation;
    const kind = [request.principal, method, path, ...request.notes].join(' ');
    if (this.examined.has(kind)) return undefined;
    this.examined.add(kind);
    for (let turn = 0; turn < TIMES; turn += 1) if (!(await this.standsStill(request))) return undefined;
    const says = `Kept all others waiting for ${Math.round(this.longest)} ms, each time it was asked`;
    return { key: `${method} ${path} stands still`, says };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async standsStill(request: FuzzRequest): Promise<boolean> {
    this.last = now();
    const before = this.seen;
    await this.transport.send(request);
    await pause(2 * LOOK_EVERY_MS);
    return this.seen > before;
  }

  private look(): void {
    const { user, system } = process.cpuUsage(this.last.cpu);
    const { active } = performance.eventLoopUtilization(this.last.loop);
    const worked = Math.min((user + system) / 1_000, active);
    if (worked > MOST_MS) {
      this.seen += 1;
      this.longest = worked;
    }
    this.last = now();
  }
}

const now = () => ({ cpu: process.cpuUsage(), loop: performance.eventLoopUtilization() });
