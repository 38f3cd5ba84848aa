import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HandlersRegistry } from '../../src/common/events/handlers.registry.js';
import { Project } from '../architecture/project.js';
import { openShop, type TestShop } from '../support/shop.js';

const doc = readFileSync('docs/waits.md', 'utf8');
const settings = readFileSync('.env.example', 'utf8');
const { code } = Project.read(process.cwd());

/** `NAME in path` of each limit that is a constant of the source. */
const LIMIT = /const ([A-Z_]*(?:LIMIT|TIMEOUT|PATIENCE)[A-Z_]*_(?:MS|SECONDS)) =/g;
const inSource = code
  .filter((path) => path.startsWith('src/') && !path.endsWith('.spec.ts'))
  .flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(LIMIT)].map(([, name]) => `\`${name}\` in \`${path}\``),
  );
const inDoc = [...doc.matchAll(/`[A-Z_]+` in `[^`]+`/g)].map(([text]) => text);

describe('The list of waits', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop();
  });
  afterAll(() => shop.close());

  it('names every limit of the source, and none that is not there', () => {
    expect(inSource.length).toBeGreaterThan(20);
    expect(inSource.toSorted()).toEqual(inDoc.toSorted());
  });

  it('names settings that exist', () => {
    const named = [...doc.matchAll(/`([A-Z_]+)`(?! in `)/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(settings).toContain(`#${name}=`);
  });

  it('names jobs that exist', () => {
    const jobs = new Set(shop.get(HandlersRegistry).jobs.map(({ name }) => name));
    const named = [...doc.matchAll(/`([a-z_]+\.[a-z_]+)`/g)]
      .map(([, name]) => name!)
      .filter((name) => !/\.(ts|js|md)$/.test(name));
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(jobs).toContain(name);
  });

  it('names figures that are told', async () => {
    const { text } = await shop.http.get('/metrics');
    const named = [...doc.matchAll(/`((?:cartwright|http)_[a-z_]+)`/g)].map(([, name]) => name!);
    expect(named.length).toBeGreaterThan(8);
    for (const name of named) expect(text).toContain(`# HELP ${name} `);
  });
});
