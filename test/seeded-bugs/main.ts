import { parseArgs } from 'node:util';
import { startServer } from '../support/ground.js';
import { SEEDED_BUGS } from './catalog.js';
import { copiesFor, type Finding, hunt, redWithoutBugs } from './hunt.js';
import type { SeededBug } from './seeded-bug.js';

const USAGE = `npm run test:seeded-bugs [-- --only NAME]...

Plants known mistakes, one at a time, into a private copy of this tree, and demands that the test which guards
against each of them turns red. The exit code is 0 when every one is caught.`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The command: exit code 0 when every bug is caught, 1 when one is not, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const bugs = chosen(args);
  if (bugs.length === 0) return 2;
  const stopping = new AbortController();
  const stop = stopping.signal;
  process.once('SIGINT', () => stopping.abort());

  const server = await startServer();
  process.env['DATABASE_URL'] = server.url;
  const copies = copiesFor(bugs);
  try {
    say(`Without a bug: the tests that guard against ${bugs.length}`);
    const red = await redWithoutBugs(copies[0]!, bugs, stop);
    if (stop.aborted) return 1;
    say(red.length === 0 ? 'All of them are green.' : `These are red already:\n  ${red.join('\n  ')}`);
    let done = 0;
    const tell = ({ bug, verdict, seconds }: Finding): void => {
      done += 1;
      say(`[${done}/${bugs.length}] ${verdict}: ${bug.name} (${seconds.toFixed(0)} s)`);
    };
    const findings = await hunt({ copies, bugs, red, stop, tell });
    const caught = findings.filter(({ verdict }) => verdict === 'caught').length;
    say(`\n${table(findings)}\n\n${caught} of ${bugs.length} seeded bugs caught`);
    return caught === bugs.length ? 0 : 1;
  } finally {
    for (const copy of copies) copy.remove();
    await server.stop();
  }
}

function chosen(args: string[]): readonly SeededBug[] {
  try {
    const { values } = parseArgs({ args, options: { only: { type: 'string', multiple: true } } });
    const { only } = values;
    if (!only) return SEEDED_BUGS;
    const unknown = only.filter((name) => !SEEDED_BUGS.some((bug) => bug.name === name));
    if (unknown.length > 0) throw new Error(`Unknown: ${unknown.join(', ')}`);
    return SEEDED_BUGS.filter(({ name }) => only.includes(name));
  } catch (error) {
    const names = SEEDED_BUGS.map(({ name }) => `  ${name}`).join('\n');
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n${names}\n`);
    return [];
  }
}

function table(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ bug }) => bug.name.length));
  return findings
    .map(({ bug, verdict, detail }) => `${bug.name.padEnd(width)}  ${verdict.padEnd(15)}  ${detail}`)
    .join('\n');
}
