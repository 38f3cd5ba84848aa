import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** `path` "title": a test, a house rule or a planted fault that stands in the file under this very name. */
const PROOF = /`((?:src|test)\/[^`]+)` "([^"]+)"/g;
const FILE = /`((?:src|test|docs|migrations)\/[^`]+|Dockerfile|docker-compose\.yml|package-lock\.json)`/g;
const GROUPS = [
  'Input',
  'Output and encoding',
  'Authentication',
  'Sessions and tokens',
  'Access control',
  'Data protection',
  'Files',
  'API and web service',
  'Configuration',
  'Logging',
  'Cryptography',
  'Business logic',
];

const page = readFileSync('docs/security.md', 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:Requirement|-+) /.test(line))
  .map((line) => {
    const [requirement = '', heldIn = '', provenBy = '', missing = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    return { requirement, heldIn, provenBy, missing };
  });

/** Whether a file has a text between quotes, as it writes titles. */
function hasTitle(path: string, title: string): boolean {
  const source = readFileSync(path, 'utf8');
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

describe('The page on security', () => {
  it('has each of its groups, with rows', () => {
    const parts = page.split(/^## /m).slice(1);
    const filled = parts.filter((part) => part.includes('| Requirement'));
    expect(filled.map((part) => part.split('\n', 1)[0])).toEqual(GROUPS);
    expect(rows.length).toBeGreaterThan(80);
  });

  it('names files that exist', () => {
    const named = [...page.matchAll(FILE)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(200);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('names tests by their titles', () => {
    const proofs = [...page.matchAll(PROOF)].map(([, path, title]) => [path!, title!] as const);
    expect(proofs.length).toBeGreaterThan(100);
    expect(proofs.filter(([path, title]) => !hasTitle(path, title))).toEqual([]);
  });

  it('says of each requirement where it is held and what proves it, or that it is missing', () => {
    const unfounded = rows.filter(({ heldIn, provenBy, missing }) => {
      const isHeld = heldIn.startsWith('`') && provenBy.replace(PROOF, '').replaceAll('; ', '') === '';
      if (heldIn === '') return !missing.startsWith('Missing: ');
      return !isHeld || (provenBy === '' && !/^(?:Missing: |Not proven)/.test(missing));
    });
    expect(unfounded.map(({ requirement }) => requirement)).toEqual([]);
  });
});
