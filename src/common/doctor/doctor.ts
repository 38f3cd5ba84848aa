import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Transaction } from '../database/transaction.js';
import { type Invariant, InvariantSet } from './invariant.js';

export interface Finding {
  readonly invariant: Invariant;
  readonly rows: readonly Record<string, unknown>[];
  readonly milliseconds: number;
}

/** These checks read whole tables. LIMIT tempts the planner into nested loops, which never end. */
const SETTINGS = [
  "SET LOCAL statement_timeout = '15min'",
  "SET LOCAL work_mem = '64MB'",
  'SET LOCAL enable_nestloop = off',
];

/** Runs every module's invariants on the database and reports each broken one with its rows. */
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

  /** All checks share one snapshot, so concurrent changes cannot break any. */
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
