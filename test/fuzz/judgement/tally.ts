import type { Operation } from '../knowledge/document.js';
import { type Complaint, isShed, problemOf } from './judge.js';
import type { FuzzAnswer, FuzzRequest } from '../requests/request.js';

/** One fault, and the first request that showed it. */
export interface Finding extends Complaint {
  readonly request?: FuzzRequest;
  count: number;
}

/** What a run has seen. */
export class Tally {
  readonly findings = new Map<string, Finding>();
  sent = 0;
  /** Answers 503 by which the shop shed load. */
  shed = 0;
  slowest = { milliseconds: 0, route: '' };
  /** Codes of problems that answers had. */
  private readonly codes = new Set<string>();
  private readonly statuses = new Map<string, Map<number, number>>();

  constructor(
    readonly operations: readonly Operation[],
    private readonly documentedCodes: ReadonlySet<string>,
  ) {}

  count({ operation }: FuzzRequest, answer: FuzzAnswer): void {
    const { status, milliseconds } = answer;
    const problem = problemOf(answer);
    this.sent += 1;
    if (problem?.code !== undefined) this.codes.add(problem.code);
    if (isShed(status, problem)) this.shed += 1;
    const counts = this.statuses.get(operation.id) ?? new Map<number, number>();
    this.statuses.set(operation.id, counts);
    counts.set(status, (counts.get(status) ?? 0) + 1);
    if (milliseconds > this.slowest.milliseconds)
      this.slowest = { milliseconds, route: `${operation.method} ${operation.path}` };
  }

  /** Gives the finding when it is a new one. */
  note(complaint: Complaint, request?: FuzzRequest): Finding | undefined {
    const known = this.findings.get(complaint.key);
    if (known) {
      known.count += 1;
      return undefined;
    }
    const finding = { ...complaint, request, count: 1 };
    this.findings.set(complaint.key, finding);
    return finding;
  }

  /** How many answers had a status of that hundred: 2 for 2xx. */
  answers(hundred: number, operationId?: string): number {
    const wanted = operationId === undefined ? [...this.statuses.values()] : [this.statuses.get(operationId)];
    return wanted
      .flatMap((counts) => [...(counts ?? [])])
      .filter(([status]) => Math.floor(status / 100) === hundred)
      .reduce((sum, [, count]) => sum + count, 0);
  }

  /** Routes that never answered a success: a run that does not get past their door proves little of them. */
  get unreached(): readonly Operation[] {
    return this.operations.filter(({ id }) => this.answers(2, id) === 0);
  }

  /** Refusals of the document that no answer has shown. */
  get unmetCodes(): readonly string[] {
    return [...this.documentedCodes].filter((code) => !this.codes.has(code)).sort();
  }
}
