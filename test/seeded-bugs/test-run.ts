import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Which tests to run, of which tree, and until when at most. */
export interface Wanted {
  readonly folder: string;
  readonly files: readonly string[];
  /** Parts of the names of the tests. */
  readonly tests: readonly string[];
  readonly until: AbortSignal;
  readonly workers: number;
  readonly stopsAtFirstFailure: boolean;
}

/** What the test runner found. */
export interface Outcome {
  /** Full names with their files. */
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  /** The run was cut off. */
  readonly isCutOff: boolean;
  /** The end of what the test runner printed, for a run that came to nothing. */
  readonly output: string;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const REPORT = 'seeded-report.json';
const OUTPUT_SHOWN = 2_000;

/** Runs tests in a process group of their own, which ends with the run whatever happens. */
export async function runTests(wanted: Wanted): Promise<Outcome> {
  const report = join(wanted.folder, REPORT);
  rmSync(report, { force: true });
  const child = spawn(process.execPath, commandOf(wanted), {
    cwd: wanted.folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-OUTPUT_SHOWN)));
  }
  const isCutOff = await ended(child, wanted.until);
  const { passed, failed } = resultsOf(report);
  return { passed, failed, isCutOff, output };
}

function commandOf({ files, tests, workers, stopsAtFirstFailure }: Wanted): string[] {
  return [
    join('node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--mode=seeded-bugs',
    ...files,
    `--testNamePattern=${tests.map(literally).join('|')}`,
    `--maxWorkers=${workers}`,
    `--bail=${stopsAtFirstFailure ? 1 : 0}`,
    '--reporter=json',
    `--outputFile=${REPORT}`,
  ];
}

/** Waits for the end of the process; true when it had to be ended. */
async function ended(child: ChildProcess, until: AbortSignal): Promise<boolean> {
  const end = () => endGroup(child);
  until.addEventListener('abort', end);
  process.once('exit', end);
  try {
    if (until.aborted) end();
    await once(child, 'close');
    return until.aborted;
  } finally {
    until.removeEventListener('abort', end);
    process.off('exit', end);
  }
}

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function resultsOf(report: string): Pick<Outcome, 'passed' | 'failed'> {
  if (!existsSync(report)) return { passed: [], failed: [] };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const named = (status: string) =>
    tests.filter((test) => test.status === status).map(({ fullName }) => fullName);
  return { passed: named('passed'), failed: named('failed') };
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
