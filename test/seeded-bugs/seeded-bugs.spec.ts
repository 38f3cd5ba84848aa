import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SEEDED_BUGS } from './catalog.js';
import { edited } from './seeded-bug.js';

const read = (file: string): string => readFileSync(join(import.meta.dirname, '..', '..', file), 'utf8');

describe('A seeded bug', () => {
  it.each(SEEDED_BUGS.map((bug) => [bug.name, bug] as const))('still fits the source: %s', (_, bug) => {
    const tree = new Map<string, string>();
    for (const edit of bug.edits) {
      const before = tree.get(edit.file) ?? read(edit.file);
      tree.set(edit.file, edited(before, edit));
      expect(tree.get(edit.file)).not.toBe(before);
    }
    expect(read(bug.file).includes(bug.test), `${bug.file} has the test`).toBe(true);
  });

  it('has a name of its own', () => {
    const names = SEEDED_BUGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it('that no longer fits is told', () => {
    const edit = { file: 'a.ts', find: 'guard', put: '' };
    expect(edited('the guard holds', edit)).toBe('the  holds');
    expect(() => edited('nothing here', edit)).toThrow('0 times instead of once');
    expect(() => edited('guard guard', edit)).toThrow('2 times instead of once');
  });
});
