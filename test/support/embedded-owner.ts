import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { EmbeddedOptions } from '../../src/common/database/embedded/embedded-postgres.js';

const SOURCE = 'src/common/database/embedded';
/** What these files ask of the rest of common. */
const ASKED = 'src/common/waiting.ts';
const GENERATED = 'test/.generated';
const COMPILED = join(GENERATED, SOURCE);

const OWNER = `
import { startEmbeddedPostgres } from './embedded-postgres.js';
try {
  const server = await startEmbeddedPostgres(JSON.parse(process.argv[2]));
  process.on('message', (appUrl) => { server.announce(appUrl); process.send('announced'); });
  process.send({ serverPid: server.pid, adopted: server.adopted });
} catch (error) {
  process.send({ refusal: error.name, message: error.message });
  process.disconnect();
}
`;

const CONTENDER = `
import { OwnerLock } from './owner-lock.js';
const { startAt, dataDirs } = JSON.parse(process.argv[2]);
const won = [];
for (const [round, dataDir] of dataDirs.entries()) {
  while (Date.now() < startAt + round * 10);
  await OwnerLock.take(dataDir).then(() => won.push(dataDir), () => undefined);
}
process.send(won);
process.on('message', () => process.disconnect());
`;

/** What another process tells of its attempt to start a server. */
export interface Attempt {
  readonly serverPid?: number;
  readonly adopted?: boolean;
  readonly refusal?: string;
  readonly message?: string;
}

/** Another Node process that starts a server and keeps it until it is killed. */
export class EmbeddedOwner {
  private constructor(private readonly process: ChildProcess) {}

  static start(options: EmbeddedOptions): EmbeddedOwner {
    return new EmbeddedOwner(fork(join(COMPILED, 'owner.mjs'), [JSON.stringify(options)], { silent: true }));
  }

  get pid(): number {
    return this.process.pid!;
  }

  async attempt(): Promise<Attempt> {
    const ended = once(this.process, 'exit').then(([code]) => {
      throw new Error(`It ended with ${String(code)} before it had told anything`);
    });
    const [attempt] = (await Promise.race([once(this.process, 'message'), ended])) as [Attempt];
    ended.catch(() => undefined);
    return attempt;
  }

  async announce(appUrl: string): Promise<void> {
    this.process.send(appUrl);
    await once(this.process, 'message');
  }

  /** As a power cut or the kernel would end it: nothing of ours runs any more. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

/** Lets processes reach for the lock of each folder at the same moments; tells each folder once for each winner. */
export async function contendFor(dataDirs: readonly string[], contenders: number): Promise<string[]> {
  const startAt = Date.now() + 400;
  const task = JSON.stringify({ startAt, dataDirs });
  const processes = Array.from({ length: contenders }, () => fork(join(COMPILED, 'contender.mjs'), [task]));

  const messages = await Promise.all(processes.map((contender) => once(contender, 'message')));
  // They live until all have tried, because the lock of a dead process counts for nothing.
  for (const contender of processes) contender.send('done');
  return messages.flatMap(([won]) => won as string[]);
}

/** Node alone runs no TypeScript, and a process that is to be killed must not be the test runner's own. */
export function compileEmbedded(): void {
  mkdirSync(COMPILED, { recursive: true });
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
  const files = readdirSync(SOURCE).filter((name) => !name.endsWith('.spec.ts'));
  for (const file of [...files.map((name) => join(SOURCE, name)), ASKED]) {
    const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
    writeFileSync(join(GENERATED, file.replace(/\.ts$/, '.js')), outputText);
  }
  writeFileSync(join(COMPILED, 'owner.mjs'), OWNER);
  writeFileSync(join(COMPILED, 'contender.mjs'), CONTENDER);
}
