import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { atExit } from '../support/at-exit.js';
import { type Edit, edited } from './seeded-bug.js';

const ROOT = join(import.meta.dirname, '..', '..');

/** Not part of what the tests read. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', '.data', '.env', 'node_modules', 'dist', 'coverage']);

/** A private copy of the tree as it stands in the working folder, with the installed packages linked. */
export class TreeCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'cartwright-seeded-'));

  private readonly forget = atExit(() => this.clear());

  constructor() {
    cpSync(ROOT, this.folder, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** Makes the edits, does the work, and takes them back. Throws SeedHasRotted, and then does nothing. */
  async with<T>(edits: readonly Edit[], work: () => Promise<T>): Promise<T> {
    const originals = new Map<string, string>();
    try {
      for (const edit of edits) {
        const path = join(this.folder, edit.file);
        const before = readFileSync(path, 'utf8');
        const after = edited(before, edit);
        if (!originals.has(path)) originals.set(path, before);
        writeFileSync(path, after);
      }
      return await work();
    } finally {
      for (const [path, text] of originals) writeFileSync(path, text);
    }
  }

  remove(): void {
    this.clear();
    this.forget();
  }

  private clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
