import { Injectable } from '@nestjs/common';
import { within } from '../waiting.js';

const CHECK_LIMIT_MS = 1_000;
/** A result is valid this long, because the worker asks before each job. */
const FRESH_MS = 2_000;

/** What jobs need and a process may lack (a writable folder). Its worker leaves such jobs to others. */
@Injectable()
export class Abilities {
  private readonly checks = new Map<string, () => Promise<boolean>>();
  private found: Promise<readonly string[]> = Promise.resolve([]);
  private lookedAt = -Infinity;

  provide(name: string, check: () => Promise<boolean>): void {
    this.checks.set(name, check);
  }

  lacking(): Promise<readonly string[]> {
    if (performance.now() - this.lookedAt > FRESH_MS) {
      this.lookedAt = performance.now();
      this.found = this.look();
    }
    return this.found;
  }

  private async look(): Promise<readonly string[]> {
    const findings = await Promise.all(
      [...this.checks].map(async ([name, check]) => ({ name, isThere: await answeredInTime(check) })),
    );
    return findings.filter(({ isThere }) => !isThere).map(({ name }) => name);
  }
}

const answeredInTime = (check: () => Promise<boolean>): Promise<boolean> =>
  within(
    CHECK_LIMIT_MS,
    check().catch(() => false),
    () => false,
  );
