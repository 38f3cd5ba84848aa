const LAYERS = 'test/architecture/layers.ts';

/** Says in order what a person has to decide; the architecture test holds each of these steps. */
exports.nextSteps = (options) => (tree, context) => {
  const { name: module, noun = module, table } = options;
  const steps = [
    ...(noun === module ? stepsOfModule(tree, module) : []),
    [`src/${module}/${noun}.controller.ts`, 'say of each route who may call it'],
    ...(table
      ? [[`migrations/${Date.now()}-create-${table.replaceAll('_', '-')}.ts`, `create the table ${table}`]]
      : []),
    [`test/${module}/${module}.e2e-spec.ts`, 'call the routes over HTTP'],
    ['npm run openapi:write', 'put the new routes into the committed document'],
  ];
  const width = Math.max(...steps.map(([where]) => where.length));
  const lines = steps.map(([where, what], index) => `  ${index + 1}. ${where.padEnd(width)}  ${what}`);
  context.logger.info(['', `What ${noun} still needs:`, ...lines, '', CHECK].join('\n'));
};

const CHECK = '`npx vitest run test/architecture/architecture.spec.ts` names whatever is left.';

const stepsOfModule = (tree, module) => [
  [LAYERS, `give '${module}' its place in: ${layersIn(tree).join(', ')}`],
  [`src/${module}/index.ts`, 'say what it owns, promises, asks of others, announces'],
];

function layersIn(tree) {
  const list = tree.exists(LAYERS)
    ? (/LAYERS[^=]*=\s*\[([^\]]*)\]/.exec(tree.readText(LAYERS))?.[1] ?? '')
    : '';
  return [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name);
}
