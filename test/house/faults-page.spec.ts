import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/faults.md', 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !/^\| (?:Fault|-+) /.test(line));

describe('The page of faults', () => {
  it('names for each a test that exists', () => {
    expect(rows.length).toBeGreaterThan(40);
    for (const row of rows) {
      const [, path, title] = /`([^`]+)` "([^"]+)"\s*\|$/.exec(row) ?? [];
      expect([row, path !== undefined && readFileSync(path, 'utf8').includes(title!)]).toEqual([row, true]);
    }
  });
});
