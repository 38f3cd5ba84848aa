import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Progress } from './progress.js';

function linesOf(total: number, advances: number): string[] {
  const out = new PassThrough();
  const progress = new Progress('Products', total, out);
  for (let i = 0; i < advances; i += 1) progress.advance();
  progress.stop();
  return String(out.read() ?? '')
    .split('\n')
    .filter(Boolean);
}

describe('Progress off a terminal', () => {
  it('writes about ten lines however long the work is', () => {
    const lines = linesOf(5000, 5000);

    expect(lines).toHaveLength(11);
    expect(lines[0]).toBe('Products: 1 of 5000');
    expect(lines.at(-1)).toBe('Products: 5000 of 5000');
  });

  it('writes one line for each piece of a short work', () => {
    expect(linesOf(3, 3)).toEqual(['Products: 1 of 3', 'Products: 2 of 3', 'Products: 3 of 3']);
  });

  it('writes nothing when there is nothing to do', () => {
    expect(linesOf(0, 0)).toEqual([]);
  });
});
