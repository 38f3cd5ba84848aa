const { strings } = require('@angular-devkit/core');
const { MetadataManager } = require('@nestjs/schematics');
const ts = require('typescript');

const { classify } = strings;
const FEATURES = /(TypeOrmModule\.forFeature\(\[[^\]]*?),?\s*\]\)/;

/** Lists a new module in the application, by its public face. */
exports.registerModule =
  ({ name, folder }) =>
  (tree) => {
    const symbol = `${classify(name)}Module`;
    edit(tree, `${folder.slice(0, folder.lastIndexOf('/'))}/app.module.ts`, (text) =>
      list(imported(text, symbol, `./${name}/index.js`), 'imports', symbol),
    );
  };

/** Lists a second noun's parts in the module that it lives in. */
exports.registerNoun =
  ({ name, singular, module, folder, crud }) =>
  (tree) => {
    const parts = [
      ['controllers', 'controller'],
      ...(crud ? [['providers', 'repository']] : []),
      ['providers', 'service'],
    ];
    edit(tree, `${folder}/${module}.module.ts`, (text) => {
      const withParts = parts.reduce((before, [metadata, kind]) => {
        const symbol = classify(name) + classify(kind);
        return list(imported(before, symbol, `./${name}.${kind}.js`), metadata, symbol);
      }, text);
      return crud ? withEntity(withParts, classify(singular), `./entities/${singular}.entity.js`) : withParts;
    });
  };

function edit(tree, path, change) {
  tree.overwrite(path, change(tree.readText(path)));
}

const list = (text, metadata, symbol) => new MetadataManager(text).insert(metadata, symbol) ?? text;

/** Adds an import below those that are there. */
function imported(text, symbol, from) {
  const { statements } = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2023);
  const end = statements.filter(ts.isImportDeclaration).at(-1)?.end ?? 0;
  return `${text.slice(0, end)}\nimport { ${symbol} } from '${from}';${text.slice(end)}`;
}

function withEntity(text, entity, from) {
  const known = imported(text, entity, from);
  if (FEATURES.test(known)) return known.replace(FEATURES, `$1, ${entity}])`);
  return list(
    imported(known, 'TypeOrmModule', '@nestjs/typeorm'),
    'imports',
    `TypeOrmModule.forFeature([${entity}])`,
  );
}
