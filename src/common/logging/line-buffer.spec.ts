import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.js';

describe('LineBuffer', () => {
  it('writes many lines at once, in their order, and none twice', async () => {
    const written: string[] = [];
    const buffer = new LineBuffer({ write: (text) => written.push(text) });
    for (let line = 0; line < 100; line += 1) buffer.write(`${line}\n`);
    expect(written).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    buffer.flush();
    expect(written).toEqual([Array.from({ length: 100 }, (_, line) => `${line}\n`).join('')]);
  });

  it('holds little in memory', () => {
    const written: string[] = [];
    const buffer = new LineBuffer({ write: (text) => written.push(text) });
    buffer.write('x'.repeat(20_000));
    expect(written).toHaveLength(1);
  });

  it.each(['process.exit(1)', 'throw new Error()', ''])(
    'loses nothing when the process ends by "%s"',
    (end) => {
      const source = readFileSync(new URL('line-buffer.ts', import.meta.url), 'utf8');
      const script = `${ts.transpile(source, { module: ts.ModuleKind.CommonJS })};
      new LineBuffer(process.stdout).write('last words');
      ${end}`;
      const node = ['--eval', script];
      let told = '';
      try {
        told = execFileSync(process.execPath, node, { encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        told = (error as { stdout: string }).stdout;
      }
      expect(told).toBe('last words');
    },
  );
});
