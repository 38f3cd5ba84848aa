import { importsOf } from '../imports.js';
import type { Project } from '../project.js';
import type { Rule } from '../rule.js';

type Graph = ReadonlyMap<string, readonly string[]>;

export const noImportCircles: Rule = {
  says: 'no files stand in an import circle',
  offences: (project) =>
    circles(graphOf(project)).map(
      (files) =>
        `${[...files].sort().join(', ')} stand in an import circle: two decorated classes that need each other die ` +
        'at start under ES modules. Move what both need into a file of its own, or let one of them be told by event',
    ),
};

export function graphOf(project: Project): Graph {
  return new Map(
    project.code.map((path) => [
      path,
      importsOf(project, path)
        .map(({ target }) => target)
        .filter((target) => project.has(target)),
    ]),
  );
}

/** Tarjan's strongly connected components, those of more than one file. */
export function circles(graph: Graph): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];

  const lower = (node: string, value: number) => lowest.set(node, Math.min(lowest.get(node)!, value));

  const visit = (node: string): void => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        lower(node, lowest.get(next)!);
      } else if (path.includes(next)) {
        lower(node, order.get(next)!);
      }
    }
    if (lowest.get(node) !== order.get(node)) return;

    const component = path.splice(path.indexOf(node));
    if (component.length > 1) found.push(component);
  };

  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
