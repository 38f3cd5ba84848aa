import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

const READ = ['src', 'migrations', 'test'];

/** The files that the house rules judge, by path from the root of the repository. Read from disk, or made up. */
export class Project {
  private readonly sources = new Map<string, ts.SourceFile>();

  constructor(private readonly files: ReadonlyMap<string, string>) {}

  static read(root: string): Project {
    const files = READ.flatMap((folder) => typescriptFiles(root, folder));
    return new Project(new Map(files.map((path) => [path, readFileSync(join(root, path), 'utf8')])));
  }

  /** The same project with some files put over its own. */
  with(files: ReadonlyMap<string, string>): Project {
    return new Project(new Map([...this.files, ...files]));
  }

  get paths(): readonly string[] {
    return [...this.files.keys()];
  }

  /** Files of the shop itself. */
  get code(): readonly string[] {
    return this.paths.filter((path) => path.startsWith('src/'));
  }

  /** Folders of `src/`: one for each module. */
  get modules(): readonly string[] {
    return [...new Set(this.code.map(moduleOf))].filter((name) => name !== undefined).sort();
  }

  /** Modules that know commerce: all but common, whose sub-folders are its face. */
  get features(): readonly string[] {
    return this.modules.filter((name) => name !== 'common');
  }

  filesOf(module: string): readonly string[] {
    return this.code.filter((path) => moduleOf(path) === module);
  }

  has(path: string): boolean {
    return this.files.has(path);
  }

  text(path: string): string {
    return this.files.get(path) ?? '';
  }

  source(path: string): ts.SourceFile {
    const known = this.sources.get(path);
    if (known) return known;

    const parsed = ts.createSourceFile(path, this.text(path), ts.ScriptTarget.ES2023, true);
    this.sources.set(path, parsed);
    return parsed;
  }
}

/** The module that a file belongs to; undefined for the files directly in `src/`, which stand above all modules. */
export function moduleOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function typescriptFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.includes('/.'));
}
