import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Transaction } from '../database/transaction.js';
import { type Invariant, InvariantSet } from './invariant.js';

/** What one check found. */
export interface Finding {
  readonly invariant: Invariant;
  readonly rows: readonly Record<string, unknown>[];
  readonly milliseconds: number;
}

/**
 * The serving role's limits are for answers that somebody waits for; these read whole tables. Row by row they would
 * never end, and to the planner that looks quick for the sake of the LIMIT, which a sound shop never reaches.
 */
const SETTINGS = [
  "SET LOCAL statement_timeout = '15min'",
  "SET LOCAL work_mem = '64MB'",
  'SET LOCAL enable_nestloop = off',
];

/** Runs every module's invariants on the database, and says which are broken and by which rows. */
@Injectable()
export class Doctor {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly transaction: Transaction,
  ) {}

  get invariants(): readonly Invariant[] {
    return this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance) => instance instanceof InvariantSet)
      .flatMap((set) => set.invariants);
  }

  /** All checks see one snapshot, so that what happens meanwhile breaks none of them. */
  async examine(onFinding: (finding: Finding) => void = () => undefined): Promise<readonly Finding[]> {
    return this.transaction.run(async () => {
      await this.transaction.sql('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      await this.transaction.takeTime();
      for (const setting of SETTINGS) await this.transaction.sql(setting);
      const findings: Finding[] = [];
      for (const invariant of this.invariants) {
        const finding = await this.check(invariant);
        onFinding(finding);
        findings.push(finding);
      }
      return findings;
    });
  }

  private async check(invariant: Invariant): Promise<Finding> {
    const began = performance.now();
    const rows = await this.transaction.sql(invariant.sql);
    return { invariant, rows, milliseconds: Math.round(performance.now() - began) };
  }
}
