import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from './architecture/project.js';
import { RULES } from './architecture/rules/index.js';

const COPIED = [
  'src',
  'migrations',
  'test',
  'nest-cli.json',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  '.prettierrc.json',
];
const BUILD_TIMEOUT_MS = 180_000;

const run = promisify(execFile);

/** A copy of the project in which the generator may write. */
const copy = mkdtempSync(join(tmpdir(), 'cartwright-schematics-'));

const nest = async (...args: string[]): Promise<string> => {
  const cli = join(process.cwd(), 'node_modules/@nestjs/cli/bin/nest.js');
  const { stdout } = await run(process.execPath, [cli, ...args], { cwd: copy });
  return stdout;
};

const offencesIn = (project: Project): string[] => RULES.flatMap((rule) => rule.offences(project));

const read = (path: string): string => readFileSync(join(copy, path), 'utf8');

beforeAll(() => {
  for (const name of COPIED)
    cpSync(name, join(copy, name), { recursive: true, filter: (path) => !/\.generated/.test(path) });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'dir');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('nest g resource wishlist --no-spec', () => {
  let told: string;
  let before: string[];
  const offences = (project = Project.read(copy)) =>
    offencesIn(project).filter((one) => !before.includes(one));

  beforeAll(async () => {
    before = offencesIn(Project.read(copy));
    told = await nest('g', 'resource', 'wishlist', '--no-spec');
  }, BUILD_TIMEOUT_MS);

  it('lands a module in the shape of the house', () => {
    const files = Project.read(copy).filesOf('wishlist');
    expect([...files].sort()).toEqual([
      'src/wishlist/dto/create-wishlist.dto.ts',
      'src/wishlist/dto/update-wishlist.dto.ts',
      'src/wishlist/dto/wishlist.response.ts',
      'src/wishlist/entities/wishlist.entity.ts',
      'src/wishlist/index.ts',
      'src/wishlist/wishlist.controller.ts',
      'src/wishlist/wishlist.module.ts',
      'src/wishlist/wishlist.repository.ts',
      'src/wishlist/wishlist.service.ts',
    ]);
  });

  it('registers it in the application, by its face', () => {
    expect(read('src/app.module.ts')).toContain("import { WishlistModule } from './wishlist/index.js';");
    expect(read('src/app.module.ts')).toMatch(/imports: \[[^\]]*WishlistModule/);
  });

  it('builds', { timeout: BUILD_TIMEOUT_MS }, async () => {
    await nest('build');
    expect(existsSync(join(copy, 'dist/src/wishlist/wishlist.module.js'))).toBe(true);
  });

  it('is told by the house rules each step that is left', () => {
    expect(offences()).toEqual([
      expect.stringContaining('wishlist has no place in LAYERS'),
      expect.stringContaining("src/wishlist/index.ts still has the generator's header"),
      expect.stringContaining('wishlist.controller.ts createWishlist declares no access'),
      expect.stringContaining('wishlist.controller.ts listWishlists declares no access'),
      expect.stringContaining('wishlist.controller.ts getWishlist declares no access'),
      expect.stringContaining('wishlist.controller.ts updateWishlist declares no access'),
      expect.stringContaining('wishlist.controller.ts deleteWishlist declares no access'),
      expect.stringContaining('no migration creates table wishlists of entity Wishlist'),
      expect.stringContaining('wishlist has routes and no test: add test/wishlist.e2e-spec.ts'),
    ]);
  });

  it('is left in peace once the steps are done', () => {
    const controller = read('src/wishlist/wishlist.controller.ts');
    const done = new Map([
      ['src/wishlist/index.ts', read('src/wishlist/index.ts').replaceAll('___', 'something')],
      [
        'src/wishlist/wishlist.controller.ts',
        controller.replaceAll(/@(Post|Get|Patch|Delete)\(/g, '@SignedIn() $&'),
      ],
      [
        'migrations/1795000000000-create-wishlists.ts',
        'class A { readonly sql = `CREATE TABLE wishlists (id uuid);`; }',
      ],
      ['test/wishlist.e2e-spec.ts', "it('keeps a wish', () => {});"],
    ]);
    expect(offences(Project.read(copy).with(done))).toEqual([
      expect.stringContaining('has no place in LAYERS'),
    ]);
  });

  it('says the same steps on the command line', () => {
    const steps = [
      'layers.ts',
      'index.ts',
      'wishlist.controller.ts',
      'create-wishlists.ts',
      'wishlist.e2e-spec.ts',
    ];
    expect(told).toMatch(new RegExp(steps.join('[^]*')));
  });
});

describe('nest g resource shipping/carriers', () => {
  it(
    'puts a second noun beside the first, and registers it in their module',
    { timeout: 60_000 },
    async () => {
      await nest('g', 'resource', 'shipping/carriers');

      expect(existsSync(join(copy, 'src/shipping/carriers.controller.ts'))).toBe(true);
      const module = read('src/shipping/shipping.module.ts');
      expect(module).toMatch(/forFeature\(\[[^\]]*, Carrier\]\)/);
      expect(module).toMatch(/controllers: \[[^\]]*CarriersController/);
      expect(module).toMatch(/providers: \[[^\]]*CarriersRepository,\s+CarriersService/);
    },
  );
});

describe("Nest's own schematics", () => {
  it(
    'write imports that ES modules can follow, and parameters that strict settings accept',
    { timeout: 60_000 },
    async () => {
      await nest('g', 'guard', 'common/http/owner', '--flat');
      await nest('g', 'service', 'common/spare', '--spec');

      expect(read('src/common/http/owner.guard.ts')).toContain('canActivate(_context: ExecutionContext)');
      const spec = read('src/common/spare/spare.service.spec.ts');
      expect(spec).toContain("from 'vitest'");
      expect(spec).toContain("from './spare.service.js'");
    },
  );
});
