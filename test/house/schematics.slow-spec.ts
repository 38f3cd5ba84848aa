import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from '../architecture/project.js';
import { RULES } from '../architecture/rules/index.js';

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

/** A copy of the project in which the generator may write. Its nouns are ones that no shop has a module for. */
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

describe('nest g resource sample --no-spec', () => {
  let told: string;
  let before: string[];
  const offences = (project = Project.read(copy)) =>
    offencesIn(project).filter((one) => !before.includes(one));

  beforeAll(async () => {
    before = offencesIn(Project.read(copy));
    told = await nest('g', 'resource', 'sample', '--no-spec');
  }, BUILD_TIMEOUT_MS);

  it('lands a module in the shape of the house', () => {
    const files = Project.read(copy).filesOf('sample');
    expect([...files].sort()).toEqual([
      'src/sample/dto/create-sample.dto.ts',
      'src/sample/dto/sample.response.ts',
      'src/sample/dto/update-sample.dto.ts',
      'src/sample/entities/sample.entity.ts',
      'src/sample/index.ts',
      'src/sample/sample.controller.ts',
      'src/sample/sample.module.ts',
      'src/sample/sample.repository.ts',
      'src/sample/sample.service.ts',
    ]);
  });

  it('registers it in the application, by its face', () => {
    expect(read('src/app.module.ts')).toContain("import { SampleModule } from './sample/index.js';");
    expect(read('src/app.module.ts')).toMatch(/imports: \[[^\]]*SampleModule/);
  });

  it('builds', { timeout: BUILD_TIMEOUT_MS }, async () => {
    await nest('build');
    expect(existsSync(join(copy, 'dist/src/sample/sample.module.js'))).toBe(true);
  });

  it('is told by the house rules each step that is left', () => {
    expect(offences()).toEqual([
      expect.stringContaining('sample has no place in LAYERS'),
      expect.stringContaining("src/sample/index.ts still has the generator's header"),
      expect.stringContaining('sample.controller.ts createSample declares no access'),
      expect.stringContaining('sample.controller.ts listSamples declares no access'),
      expect.stringContaining('sample.controller.ts getSample declares no access'),
      expect.stringContaining('sample.controller.ts updateSample declares no access'),
      expect.stringContaining('sample.controller.ts deleteSample declares no access'),
      expect.stringContaining('no migration creates table samples of entity Sample'),
      expect.stringContaining('sample has routes and no test: add test/sample/sample.e2e-spec.ts'),
    ]);
  });

  it('is left in peace once the steps are done', () => {
    const controller = read('src/sample/sample.controller.ts');
    const done = new Map([
      ['src/sample/index.ts', read('src/sample/index.ts').replaceAll('___', 'something')],
      [
        'src/sample/sample.controller.ts',
        controller.replaceAll(/@(Post|Get|Patch|Delete)\(/g, '@SignedIn() $&'),
      ],
      [
        'migrations/1795000000000-create-samples.ts',
        'class A { readonly sql = `CREATE TABLE samples (id uuid);`; }',
      ],
      ['test/sample/sample.e2e-spec.ts', "it('keeps a sample', () => {});"],
    ]);
    expect(offences(Project.read(copy).with(done))).toEqual([
      expect.stringContaining('has no place in LAYERS'),
    ]);
  });

  it('says the same steps on the command line', () => {
    const steps = [
      'layers.ts',
      'index.ts',
      'sample.controller.ts',
      'create-samples.ts',
      'sample.e2e-spec.ts',
    ];
    expect(told).toMatch(new RegExp(steps.join('[^]*')));
  });
});

describe('nest g resource shipping/exhibits', () => {
  it(
    'puts a second noun beside the first, and registers it in their module',
    { timeout: 60_000 },
    async () => {
      await nest('g', 'resource', 'shipping/exhibits');

      expect(existsSync(join(copy, 'src/shipping/exhibits.controller.ts'))).toBe(true);
      const module = read('src/shipping/shipping.module.ts');
      expect(module).toMatch(/forFeature\(\[[^\]]*, Exhibit\]\)/);
      expect(module).toMatch(/controllers: \[[^\]]*ExhibitsController/);
      expect(module).toMatch(/providers: \[[^\]]*ExhibitsRepository,\s+ExhibitsService/);
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
