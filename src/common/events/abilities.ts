import { Injectable } from '@nestjs/common';
import { within } from '../waiting.js';

/** A check that does not answer in this time found the ability missing. */
const CHECK_LIMIT_MS = 1_000;
/** So long a finding holds: the worker asks before each job. */
const FRESH_MS = 2_000;

/** What jobs need and a process may lack (a folder that it can write to): its worker leaves such jobs to others. */
@Injectable()
export class Abilities {
  private readonly checks = new Map<string, () => Promise<boolean>>();
  private found: Promise<readonly string[]> = Promise.resolve([]);
  private lookedAt = -Infinity;

  /** Names an ability, as `@Job(..., { needs })` does, and how to tell whether this process has it. */
  provide(name: string, check: () => Promise<boolean>): void {
    this.checks.set(name, check);
  }

  /** Names of those that this process lacks, as of a moment ago. */
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
