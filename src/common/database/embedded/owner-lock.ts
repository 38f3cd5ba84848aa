import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, startOf } from './processes.js';

export interface DataDirOwner {
  readonly pid: number;
  readonly startedAt: string;
  readonly appUrl?: string;
}

export class DataDirInUse extends Error {
  override readonly name = 'DataDirInUse';

  constructor(
    readonly dataDir: string,
    readonly owner: DataDirOwner,
  ) {
    const where = owner.appUrl ? ` at ${owner.appUrl}` : '';
    super(
      `Cartwright already runs${where} (process ${owner.pid}, since ${owner.startedAt}) on the data in ${dataDir}. ` +
        'Use that one, stop it first, or give this one another data folder.',
    );
  }
}

interface LockFile extends DataDirOwner {
  /** Tells the owner from a later process with the same pid. */
  readonly processStart?: string;
  readonly token: string;
}

const GATE_PATIENCE_MS = 10_000;

/** Holds a data folder for one process. The lock of a dead process does not count. */
export class OwnerLock {
  private constructor(
    private readonly dataDir: string,
    private content: LockFile,
  ) {}

  /** @throws DataDirInUse when a live process holds the folder. */
  static async take(dataDir: string): Promise<OwnerLock> {
    const content: LockFile = {
      pid: process.pid,
      startedAt: new Date().toISOString(),
      processStart: startOf(process.pid),
      token: randomUUID(),
    };
    await throughGate(dataDir, () => {
      const owner = findOwner(dataDir);
      if (owner) throw new DataDirInUse(dataDir, owner);
      writeLock(dataDir, content);
    });
    return new OwnerLock(dataDir, content);
  }

  announce(appUrl: string): void {
    this.content = { ...this.content, appUrl };
    writeLock(this.dataDir, this.content);
  }

  release(): void {
    if (readLock(this.dataDir)?.token === this.content.token) rmSync(lockPath(this.dataDir), { force: true });
  }
}

/** The live process that runs the shop in a data folder. */
export function findOwner(dataDir: string): DataDirOwner | undefined {
  const owner = readLock(dataDir);
  return owner && isHeld(owner) ? owner : undefined;
}

/** Only one process at a time replaces a stale lock. A gate that stays shut belongs to a killed process. */
async function throughGate(dataDir: string, action: () => void): Promise<void> {
  const gate = `${lockPath(dataDir)}.gate`;
  while (!tryCreate(gate)) {
    const { mtimeMs = Date.now() } = statSync(gate, { throwIfNoEntry: false }) ?? {};
    if (Date.now() - mtimeMs > GATE_PATIENCE_MS) rmSync(gate, { force: true });
    else await delay(10 + Math.random() * 20);
  }
  try {
    action();
  } finally {
    rmSync(gate, { force: true });
  }
}

function tryCreate(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isHeld({ pid, processStart }: LockFile): boolean {
  return isRunning(pid) && (processStart === undefined || startOf(pid) === processStart);
}

function readLock(dataDir: string): LockFile | undefined {
  try {
    return JSON.parse(readFileSync(lockPath(dataDir), 'utf8')) as LockFile;
  } catch {
    return undefined;
  }
}

function writeLock(dataDir: string, content: LockFile): void {
  const unfinished = `${lockPath(dataDir)}.${content.token}`;
  writeFileSync(unfinished, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o644 });
  renameSync(unfinished, lockPath(dataDir));
}

function lockPath(dataDir: string): string {
  return join(dataDir, 'owner.json');
}
