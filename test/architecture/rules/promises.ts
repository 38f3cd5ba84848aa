import ts from 'typescript';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';
import { classesOf, isDocumented, nameOf } from '../syntax.js';

export const promisesAreDocumented: Rule = {
  says: 'each facade method and each event says what it promises',
  offences: (project) => [
    ...undocumented(project, '.facade.ts', (declaration) => declaration.members.filter(isPublicMethod)),
    ...undocumented(project, '.events.ts', (declaration) => (isAbstract(declaration) ? [] : [declaration])),
  ],
};

function undocumented(
  project: Project,
  suffix: string,
  promisesOf: (declaration: ts.ClassDeclaration) => readonly (ts.ClassDeclaration | ts.MethodDeclaration)[],
): string[] {
  return project.features
    .flatMap((module) => project.filesOf(module))
    .filter((path) => path.endsWith(suffix))
    .flatMap((path) =>
      classesOf(project, path)
        .flatMap(promisesOf)
        .filter((node) => !isDocumented(node))
        .map(
          (node) =>
            `${path} ${nameOf(node)} has no docstring: other modules build on it, so say what it promises`,
        ),
    );
}

const isAbstract = (declaration: ts.ClassDeclaration): boolean =>
  declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;

const isPublicMethod = (member: ts.ClassElement): member is ts.MethodDeclaration =>
  ts.isMethodDeclaration(member) &&
  !member.modifiers?.some(
    ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
  );
