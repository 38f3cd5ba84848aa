import { posix } from 'node:path';
import ts from 'typescript';
import type { Project } from './project.js';

export interface Import {
  /** As written: `../catalog/index.js`. */
  readonly specifier: string;
  /** The file that it leads to: `src/catalog/index.ts`. */
  readonly target: string;
}

/** What a file asks of other files of the project: imports, re-exports and `import()`, of types too. */
export function importsOf(project: Project, path: string): Import[] {
  return ts
    .preProcessFile(project.text(path), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => ({ specifier, target: resolve(project, path, specifier) }));
}

/** The file behind a relative specifier. One without `.js` is followed all the same: another rule speaks of it. */
export function resolve(project: Project, from: string, specifier: string): string {
  const plain = posix.join(posix.dirname(from), specifier).replace(/\.js$/, '');
  const candidates = [`${plain}.ts`, `${plain}/index.ts`, plain];
  return candidates.find((candidate) => project.has(candidate)) ?? `${plain}.ts`;
}
