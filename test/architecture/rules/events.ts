import ts from 'typescript';
import { LAYERS } from '../layers.js';
import { moduleOf, type Project } from '../project.js';
import type { Rule } from '../rule.js';
import { classesOf, declarationOf, decoratorArguments, decoratorName, nameOf, nodesOf } from '../syntax.js';

interface Subscription {
  readonly path: string;
  readonly event: string;
}

export const eventsRunDown: Rule = {
  says: 'a module hears only events from its left in LAYERS',
  offences: (project) =>
    subscriptions(project).flatMap(({ path, event }) => {
      const publisher = publisherOf(project, path, event);
      const subscriber = moduleOf(path);
      if (publisher === undefined || subscriber === undefined || !reachesUp(subscriber, publisher)) return [];
      return [
        `${path} hears ${event} and so reaches up to ${publisher}: to subscribe is to depend. ` +
          `Let ${publisher} call the facade of ${subscriber} instead`,
      ];
    }),
};

export const eventsCarryTheirModule: Rule = {
  says: "an event's type begins with the module that announces it",
  offences: (project) =>
    project.code.flatMap((path) =>
      eventTypesOf(project, path)
        .filter(({ type }) => !type.startsWith(`${moduleOf(path)}.`))
        .map(
          ({ name, type }) => `${path} names ${name} '${type}': its type begins with '${moduleOf(path)}.'`,
        ),
    ),
};

function subscriptions(project: Project): Subscription[] {
  return project.code.flatMap((path) =>
    nodesOf(project.source(path), ts.isDecorator)
      .filter((decorator) => decoratorName(decorator) === 'OnEvent')
      .flatMap((decorator) => decoratorArguments(decorator))
      .map((argument) => ({ path, event: argument.getText() })),
  );
}

/** The module that declares the event, whatever stands between in imports and re-exports. */
function publisherOf(project: Project, path: string, event: string): string | undefined {
  const found = declarationOf(project, path, event);
  return found && moduleOf(found.path);
}

const reachesUp = (from: string, to: string): boolean =>
  LAYERS.includes(from) && LAYERS.includes(to) && LAYERS.indexOf(to) > LAYERS.indexOf(from);

function eventTypesOf(project: Project, path: string): { name: string; type: string }[] {
  if (!path.endsWith('.events.ts')) return [];
  return classesOf(project, path).flatMap((declaration) =>
    declaration.members
      .filter(ts.isPropertyDeclaration)
      .filter(
        (member) => nameOf(member) === 'type' && member.initializer && ts.isStringLiteral(member.initializer),
      )
      .map((member) => ({ name: nameOf(declaration), type: (member.initializer as ts.StringLiteral).text })),
  );
}
