import { SeedHasRotted, type SeededBug } from './seeded-bug.js';
import { type Outcome, runTests } from './test-run.js';
import { TreeCopy } from './tree-copy.js';

/** What became of a seeded bug; only `caught` is good. */
export type Verdict =
  'caught' | 'not caught' | 'seed has rotted' | 'red without it' | 'no test ran' | 'cut off';

export interface Finding {
  readonly bug: SeededBug;
  readonly verdict: Verdict;
  /** The test that caught it, or what went wrong. */
  readonly detail: string;
  readonly seconds: number;
}

const RUN_LIMIT_MS = 180_000;
const CONTROL_LIMIT_MS = 600_000;
const LANES = 2;

/** The tests of all these bugs without any bug: the names of those that are red, which could prove nothing. */
export async function redWithoutBugs(
  copy: TreeCopy,
  bugs: readonly SeededBug[],
  stop: AbortSignal,
): Promise<string[]> {
  const { passed, failed, isCutOff, output } = await runTests({
    folder: copy.folder,
    files: [...new Set(bugs.map(({ file }) => file))],
    tests: [...new Set(bugs.map(({ test }) => test))],
    until: AbortSignal.any([stop, AbortSignal.timeout(CONTROL_LIMIT_MS)]),
    workers: LANES,
    stopsAtFirstFailure: false,
  });
  if (stop.aborted) return [];
  if (isCutOff || passed.length + failed.length === 0) throw new Error(`The tests do not run:\n${output}`);
  return [...failed];
}

export interface Hunt {
  readonly copies: readonly TreeCopy[];
  readonly bugs: readonly SeededBug[];
  /** Names of tests that are red without a bug. */
  readonly red: readonly string[];
  readonly stop: AbortSignal;
  readonly tell: (finding: Finding) => void;
}

/** Plants every bug until it is stopped, at most two at once, each in a copy that holds no other. */
export async function hunt({ copies, bugs, red, stop, tell }: Hunt): Promise<Finding[]> {
  const findings: Finding[] = [];
  const waiting = [...bugs];
  const lane = async (copy: TreeCopy) => {
    for (let bug = waiting.shift(); bug && !stop.aborted; bug = waiting.shift()) {
      const finding = await plant(copy, bug, red, stop);
      findings.push(finding);
      tell(finding);
    }
  };
  await Promise.all(copies.map(lane));
  return findings.sort((a, b) => bugs.indexOf(a.bug) - bugs.indexOf(b.bug));
}

export const copiesFor = (bugs: readonly SeededBug[]): TreeCopy[] =>
  Array.from({ length: Math.min(LANES, bugs.length) }, () => new TreeCopy());

async function plant(
  copy: TreeCopy,
  bug: SeededBug,
  red: readonly string[],
  stop: AbortSignal,
): Promise<Finding> {
  const began = performance.now();
  const found = (verdict: Verdict, detail: string): Finding => {
    return { bug, verdict, detail, seconds: (performance.now() - began) / 1000 };
  };
  const blind = red.find((name) => name.includes(bug.test));
  if (blind !== undefined) return found('red without it', blind);
  try {
    const outcome = await copy.with(bug.edits, () =>
      runTests({
        folder: copy.folder,
        files: [bug.file],
        tests: [bug.test],
        until: AbortSignal.any([stop, AbortSignal.timeout(RUN_LIMIT_MS)]),
        workers: 1,
        stopsAtFirstFailure: true,
      }),
    );
    return found(...judged(outcome));
  } catch (error) {
    if (error instanceof SeedHasRotted) return found('seed has rotted', error.message);
    throw error;
  }
}

/** A bug that keeps the application from starting proves nothing, so a test must have run and failed. */
function judged({ passed, failed, isCutOff, output }: Outcome): [Verdict, string] {
  if (failed.length > 0) return ['caught', failed[0]!];
  if (isCutOff) return ['cut off', `it took longer than ${RUN_LIMIT_MS / 1000} s, or was stopped`];
  if (passed.length === 0) return ['no test ran', output];
  return ['not caught', `${passed[0]} stays green`];
}
