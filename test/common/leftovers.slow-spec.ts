import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findPostmaster } from '../../src/common/database/embedded/postmaster.js';
import { hasEnded } from '../../src/common/database/embedded/processes.js';
import { eventually } from '../support/eventually.js';

const LIMIT_MS = 300_000;
const INVOICES = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
`;

/** Programs that lay a ground of their own, each ended while it does. */
describe('a tool that is ended by a signal', () => {
  let folder: string;
  let invoices: string;
  let tool: ChildProcess | undefined;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'cartwright-leftovers-'));
    chmodSync(folder, 0o711);
    invoices = join(folder, 'invoices.csv');
    writeFileSync(invoices, INVOICES);
  });
  afterEach(() => {
    tool?.kill('SIGKILL');
    for (const name of grounds()) rmSync(join(folder, name), { recursive: true, force: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const grounds = (): string[] => readdirSync(folder).filter((name) => name.startsWith('cartwright-'));

  it.each([
    ['SIGTERM', 143, 'test/replay/main.ts'],
    ['SIGINT', 130, 'test/replay/main.ts'],
    ['SIGTERM', 143, 'test/torture/main.ts'],
    ['SIGTERM', 143, 'test/load/main.ts'],
    ['SIGTERM', 143, 'test/fuzz/main.ts'],
    ['SIGTERM', 143, 'test/doctor/main.ts'],
    ['SIGTERM', 143, 'test/seeded-bugs/main.ts'],
    ['SIGTERM', 143, 'bench/main.ts'],
  ] as const)(
    '%s (exit code %i) leaves no server and no folder of %s',
    async (signal, code, file) => {
      const args = ['test/support/run.mjs', file, ...(file.includes('replay') ? [invoices] : [])];
      const env = { ...process.env, TMPDIR: folder, DATABASE_URL: '' };
      tool = spawn(process.execPath, args, { env, stdio: 'ignore' });
      const exit = once(tool, 'exit');
      const server = await eventually(
        () => grounds().flatMap((name) => findPostmaster(join(folder, name, 'postgres')) ?? [])[0],
        LIMIT_MS,
      );
      tool.kill(signal);
      expect((await exit)[0]).toBe(code);
      expect(await hasEnded(server!.pid, LIMIT_MS)).toBe(true);
      expect(grounds()).toEqual([]);
    },
    LIMIT_MS,
  );
});
