import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../test/support/at-exit.js';

/** A folder for the logs of the servers that are measured, which does not outlive this process. */
export class Logs {
  private readonly folder = mkdtempSync(join(tmpdir(), 'cartwright-bench-logs-'));
  private readonly forget = atExit(() => rmSync(this.folder, { recursive: true, force: true }));

  file(name: string): string {
    return join(this.folder, `${name}.log`);
  }

  remove(): void {
    this.forget();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
