import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { Project } from '../architecture/project.js';
import { classesOf, decoratorArguments, decoratorNamed } from '../architecture/syntax.js';

const HEADER = `# Every setting, with its default. Settings come from the environment, which is checked at start; to keep them in a
# file of this form, run \`node --env-file=.env dist/src/main.js\`. Each may also be given as <NAME>_FILE, the path of a
# file that holds it. What has no default is optional, or a secret that production must be given:
# \`npm run cli -- secrets:create FOLDER\` makes those.`;

/** The most general first: what kind of process, where it listens, where its data is. */
const FIRST = ['config', 'http', 'database'];

interface Setting {
  readonly variable: string;
  readonly lines: readonly string[];
}

const docOf = (node: ts.Node): string[] => {
  const [doc] = ts.getJSDocCommentsAndTags(node);
  const text = doc && ts.isJSDoc(doc) ? ts.getTextOfJSDocComment(doc.comment) : undefined;
  return (text ?? '').split('\n').map((line) => `# ${line.trim()}`);
};

/** A default that can be written down; one that the process works out is told by the docstring. */
function defaultOf({ initializer }: ts.PropertyDeclaration): string {
  if (initializer === undefined) return '';
  if (ts.isNumericLiteral(initializer)) return String(Number(initializer.text));
  if (ts.isStringLiteral(initializer)) return initializer.text;
  if (initializer.kind === ts.SyntaxKind.TrueKeyword) return 'on';
  return initializer.kind === ts.SyntaxKind.FalseKeyword ? 'off' : '';
}

function settingsOf(config: ts.ClassDeclaration): Setting[] {
  return config.members.filter(ts.isPropertyDeclaration).flatMap((property) => {
    const env = decoratorNamed(property, 'Env');
    if (!env) return [];
    const [name] = decoratorArguments(env);
    const variable = (name as ts.StringLiteral).text;
    return [{ variable, lines: [...docOf(property), `#${variable}=${defaultOf(property)}`] }];
  });
}

const rank = (path: string): number => {
  const at = FIRST.findIndex((folder) => path.startsWith(`src/common/${folder}/`));
  return at === -1 ? FIRST.length : at;
};

/** Every setting of the project as `.env.example` shows it, each once. */
function example(project: Project): string {
  const told = new Set<string>();
  const sections = project.code
    .filter((path) => path.endsWith('.config.ts'))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap((path) => classesOf(project, path))
    .map((config) => {
      const settings = settingsOf(config).filter(({ variable }) => !told.has(variable));
      for (const { variable } of settings) told.add(variable);
      const title = docOf(config).map((line) => line.replace(/^# /, '## '));
      return [title.join('\n'), ...settings.map(({ lines }) => lines.join('\n'))].join('\n\n');
    });
  return `${[HEADER, ...sections].join('\n\n')}\n`;
}

it('.env.example lists every setting with its meaning and default (written anew by --update)', async () => {
  await expect(example(Project.read(process.cwd()))).toMatchFileSnapshot(join(process.cwd(), '.env.example'));
});
