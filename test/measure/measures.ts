import ts from 'typescript';
import { importsOf } from '../architecture/imports.js';
import { LAYERS } from '../architecture/layers.js';
import { moduleOf, type Project } from '../architecture/project.js';
import { circles, graphOf } from '../architecture/rules/circles.js';
import { nodesOf } from '../architecture/syntax.js';

/** How the middle, the longer and the longest are. */
export interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly longest: number;
}

export interface Measures {
  readonly files: number;
  readonly fileLines: Spread;
  readonly functionLines: Spread;
  /** Circles of files that import each other. */
  readonly fileCircles: number;
  /** Imports of a module from one that stands above it in `LAYERS`. */
  readonly arrowsUp: number;
  /** Imports of a file from another room (folder) of its own module. */
  readonly arrowsBetweenRooms: number;
  /** Circles of rooms of one module that import each other. */
  readonly roomCircles: number;
  readonly mostParameters: number;
  readonly anys: number;
  /** Comments that turn a check of the compiler, the linter or the formatter off. */
  readonly silencedChecks: number;
  /** Comment lines in 100 lines. */
  readonly commentShare: number;
  /** Lines of tests for each line of code. */
  readonly testsToCode: number;
}

const COMMENT = /^\s*(\/\/|\/\*|\*)/;
const SILENCED = /(\/\/|\/\*)\s*(@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|prettier-ignore)/g;

/** Measures the code in `src` without its specs; specs and `test/` count as tests. */
export function measure(project: Project): Measures {
  const code = project.code.filter((path) => !isTest(path));
  const lines = code.flatMap((path) => linesOf(project.text(path)));
  const testLines = project.paths.filter(isTest).flatMap((path) => linesOf(project.text(path)));
  const nodes = <T extends ts.Node>(accepts: (node: ts.Node) => node is T): T[] =>
    code.flatMap((path) => nodesOf(project.source(path), accepts));
  const roomArrows = arrowsBetweenRooms(project, code);
  return {
    files: code.length,
    fileLines: spreadOf(code.map((path) => linesOf(project.text(path)).length)),
    functionLines: spreadOf(nodes(hasBody).map(linesOfNode)),
    fileCircles: circles(graphOf(project)).length,
    arrowsUp: arrowsUp(project, code),
    arrowsBetweenRooms: roomArrows.length,
    roomCircles: circles(roomGraph(roomArrows)).length,
    mostParameters: Math.max(
      0,
      ...nodes(ts.isConstructorDeclaration)
        .filter(({ parent }) => ts.canHaveDecorators(parent) && ts.getDecorators(parent))
        .map(({ parameters }) => parameters.length),
    ),
    anys: nodes(isAny).length,
    silencedChecks: code.flatMap((path) => project.text(path).match(SILENCED) ?? []).length,
    commentShare: (100 * lines.filter((line) => COMMENT.test(line)).length) / lines.length,
    testsToCode: testLines.length / lines.length,
  };
}

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const isTest = (path: string): boolean => path.startsWith('test/') || path.endsWith('.spec.ts');
const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');
const isAny = (node: ts.Node): node is ts.KeywordTypeNode => node.kind === ts.SyntaxKind.AnyKeyword;

type Bodied = ts.FunctionLikeDeclaration & { readonly body: ts.Block };

const hasBody = (node: ts.Node): node is Bodied =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined && ts.isBlock(node.body);

function linesOfNode(node: ts.Node): number {
  const source = node.getSourceFile();
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.getEnd()) - lineAt(node.getStart()) + 1;
}

function arrowsUp(project: Project, code: readonly string[]): number {
  const floorOf = (path: string): number => LAYERS.indexOf(moduleOf(path) ?? '');
  return code
    .filter((from) => floorOf(from) >= 0)
    .flatMap((from) => importsOf(project, from).filter(({ target }) => floorOf(target) > floorOf(from)))
    .length;
}

function arrowsBetweenRooms(project: Project, code: readonly string[]): Arrow[] {
  return code.flatMap((path) => {
    const from = roomOf(path);
    if (from === undefined) return [];
    return importsOf(project, path)
      .filter(({ target }) => moduleOf(target) === moduleOf(path))
      .map(({ target }) => roomOf(target))
      .filter((to) => to !== undefined && to !== from)
      .map((to) => ({ from, to: to! }));
  });
}

function roomGraph(arrows: readonly Arrow[]): Map<string, readonly string[]> {
  const graph = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    graph.set(from, [...(graph.get(from) ?? []), to]);
    if (!graph.has(to)) graph.set(to, []);
  }
  return graph;
}

/** `src/orders/dto`; undefined for the files directly in a module, which wire its rooms together. */
const roomOf = (path: string): string | undefined => /^src\/[^/]+\/[^/]+(?=\/)/.exec(path)?.[0];

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return { median: at(0.5), p90: at(0.9), longest: at(1) };
}
