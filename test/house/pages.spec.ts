import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const MOST_README_LINES = 120;

const PAGES = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)];
const textOf = (page: string): string => readFileSync(page, 'utf8');

/** `src/demo/`, `test/house/pages.spec.ts`. One with `<` or a star in it stands for many. */
const PATH = /`((?:src|test|docs|migrations|bench|schematics)\/[\w./-]*)`/g;
/** `product-lists.ts`, wherever it lies. */
const FILE = /`([\w-][\w.-]*\.ts)`/g;
/** The module of the examples, which is not there. */
const EXAMPLE = 'wishlist';
const LINK = /\]\(([^)#:]*)(?:#([^)]+))?\)/g;
const SCRIPT = /`?npm run (?:--silent )?([a-z][\w:-]*)/g;

const known = new Set(
  ['src', 'test', 'bench', 'migrations']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    .map((path) => basename(path)),
);
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

const all = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, found]) => found!);

/** As a heading is named in an address: `I want a backup` is `#i-want-a-backup`. */
const anchorsOf = (text: string): string[] =>
  all(/^#+ (.+)$/gm, text).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

describe.each(PAGES)('The page %s', (page) => {
  const text = textOf(page);

  it('names files that exist', () => {
    expect(all(PATH, text).filter((path) => !existsSync(path) && !path.includes(EXAMPLE))).toEqual([]);
    expect(all(FILE, text).filter((name) => !known.has(name))).toEqual([]);
  });

  it('names commands that exist', () => {
    expect(all(SCRIPT, text).filter((name) => !(name in scripts))).toEqual([]);
  });

  it('leads to pages and headings that exist', () => {
    const broken = [...text.matchAll(LINK)].filter(([, path, anchor]) => {
      const target = path === '' ? page : join(dirname(page), path!);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(textOf(target)).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

describe('The README', () => {
  const readme = textOf('README.md');

  it('is short', () => {
    expect(readme.split('\n').length).toBeLessThan(MOST_README_LINES);
  });

  it('lists each page', () => {
    const listed = all(/\[docs\/([\w-]+\.md)\]/g, readme);
    expect(listed.toSorted()).toEqual(readdirSync('docs').toSorted());
  });
});
