import { importsOf } from '../imports.js';
import { LAYERS } from '../layers.js';
import { moduleOf, type Project } from '../project.js';
import type { Rule } from '../rule.js';

interface Crossing {
  readonly from: string;
  readonly fromModule: string;
  readonly specifier: string;
  readonly target: string;
  /** Undefined for a file directly in `src/`. */
  readonly targetModule: string | undefined;
}

export const everyModuleHasAPlace: Rule = {
  says: 'each folder in src/ has a place in LAYERS',
  offences: (project) =>
    project.modules
      .filter((module) => !LAYERS.includes(module))
      .map(
        (module) =>
          `${module} has no place in LAYERS: add it in test/architecture/layers.ts, ` +
          'right of every module that it asks and left of every module that asks it',
      ),
};

export const importsRunDown: Rule = {
  says: 'a module imports only from its left in LAYERS',
  offences: (project) =>
    crossings(project)
      .filter(({ fromModule, targetModule }) => stands(targetModule) > stands(fromModule))
      .map(
        ({ from, specifier, targetModule, target }) =>
          `${from} reaches up to ${targetModule ?? target} (${specifier}): calls run down only. ` +
          "Let the upper module call this one's facade, or publish an event here and let the upper one hear it",
      ),
};

export const importsUseTheFace: Rule = {
  says: "a module imports another one through the other's index.ts only",
  offences: (project) =>
    project.code.flatMap((from) =>
      importsOf(project, from)
        .filter(({ target }) => isPastTheFace(from, target))
        .map(({ specifier, target }) => {
          const module = moduleOf(target)!;
          return (
            `${from} reaches past ${module}/index.ts (${specifier}): import from ${module}/index.js, ` +
            `and if the name is missing there, ask whether ${module} should promise it`
          );
        }),
    ),
};

export const nobodyImportsTheOwnFace: Rule = {
  says: 'a file never imports the index.ts of its own module',
  offences: (project) =>
    project.code.flatMap((from) =>
      importsOf(project, from)
        .filter(({ target }) => target === `src/${moduleOf(from)}/index.ts`)
        .map(
          ({ specifier }) =>
            `${from} imports its own public face (${specifier}): import the file that declares the name, ` +
            'since index.ts loads the whole module and closes a circle',
        ),
    ),
};

export const importsNameTheFile: Rule = {
  says: 'a relative import ends in .js',
  offences: (project) =>
    project.paths.flatMap((from) =>
      importsOf(project, from)
        .filter(({ specifier }) => !/\.(js|json)$/.test(specifier))
        .map(
          ({ specifier }) => `${from} imports ${specifier} without its extension: Node needs ${specifier}.js`,
        ),
    ),
};

function crossings(project: Project): Crossing[] {
  return project.code.flatMap((from) => {
    const fromModule = moduleOf(from);
    if (fromModule === undefined || !LAYERS.includes(fromModule)) return [];
    return importsOf(project, from)
      .filter(({ target }) => target.startsWith('src/') && moduleOf(target) !== fromModule)
      .map((found) => ({ ...found, from, fromModule, targetModule: moduleOf(found.target) }));
  });
}

/** The files directly in `src/` stand above every module; one that LAYERS does not know yet stands nowhere. */
function stands(module: string | undefined): number {
  return module === undefined ? LAYERS.length : LAYERS.indexOf(module);
}

function isPastTheFace(from: string, target: string): boolean {
  const module = moduleOf(target);
  if (module === undefined || module === 'common' || module === moduleOf(from)) return false;
  return target !== `src/${module}/index.ts`;
}
