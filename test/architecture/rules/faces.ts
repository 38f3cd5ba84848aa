import ts from 'typescript';
import { resolve } from '../imports.js';
import { moduleOf, type Project } from '../project.js';
import type { Rule } from '../rule.js';

const TOLD = ['owns', 'promises', 'asks', 'announces'];
const FEWEST_LINES = 3;
const MOST_LINES = 6;
/** Left by the generator where a person has to say something. */
const BLANK = '___';

export const everyFaceSpeaks: Rule = {
  says: 'index.ts opens with 3 to 6 lines: what the module owns, promises, asks of others, announces',
  offences: (project) => project.features.flatMap((module) => faultsOf(project, module)),
};

export const aFaceOnlyExports: Rule = {
  says: 'index.ts holds its header and exports, nothing else',
  offences: (project) =>
    project.features
      .map((module) => `src/${module}/index.ts`)
      .filter((path) =>
        project.source(path).statements.some((statement) => !ts.isExportDeclaration(statement)),
      )
      .map(
        (path) =>
          `${path} holds more than exports: declare things in files of their own and export them here`,
      ),
};

export const aFaceIsUsed: Rule = {
  says: 'index.ts exports what other modules import, nothing else',
  offences: (project) => {
    const used = usedOfFaces(project);
    return project.features
      .map((module) => `src/${module}/index.ts`)
      .flatMap((path) =>
        namesExportedBy(project.source(path))
          .filter((name) => !used.has(`${path} ${name}`))
          .map((name) => `${path} exports ${name}, which no other module imports: leave it inside`),
      );
  },
};

/** Each name with the face that another module, or the application, imports it from. Tests do not count. */
function usedOfFaces(project: Project): ReadonlySet<string> {
  return new Set(
    project.code.flatMap((from) =>
      project.source(from).statements.flatMap((statement) => {
        if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
        const bindings = statement.importClause?.namedBindings;
        if (!bindings || !ts.isNamedImports(bindings)) return [];
        const target = resolve(project, from, statement.moduleSpecifier.text);
        if (moduleOf(target) === moduleOf(from)) return [];
        return bindings.elements.map(({ name, propertyName }) => `${target} ${(propertyName ?? name).text}`);
      }),
    ),
  );
}

const namesExportedBy = (source: ts.SourceFile): string[] =>
  source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause }) =>
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : [],
    );

function faultsOf(project: Project, module: string): string[] {
  const path = `src/${module}/index.ts`;
  if (!project.has(path))
    return [`src/${module} has no public face: add ${path} with its header and exports`];

  const lines = headerOf(project.text(path));
  const text = lines.join(' ').toLowerCase();
  // The plural of a noun such as orders takes the verb without its s.
  const missing = TOLD.filter((word) => !text.includes(word.slice(0, -1)));
  if (lines.length === 0)
    return [`${path} has no header: say in 3 to 6 lines what ${module} ${TOLD.join(', ')}`];
  if (text.includes(BLANK))
    return [`${path} still has the generator's header: fill in its blanks (${BLANK})`];
  if (missing.length > 0) return [`${path} does not say what ${module} ${missing.join(', ')}`];
  if (lines.length >= FEWEST_LINES && lines.length <= MOST_LINES) return [];
  return [`${path} has a header of ${lines.length} lines: ${FEWEST_LINES} to ${MOST_LINES} are wanted`];
}

/** The sentences of the comment that opens a file, line by line. */
function headerOf(text: string): string[] {
  const comment = /^\/\*\*([\s\S]*?)\*\//.exec(text)?.[1] ?? '';
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*\s?/, '').trim())
    .filter(Boolean);
}
