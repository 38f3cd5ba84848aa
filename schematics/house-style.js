const { join } = require('node:path');
const prettier = require('prettier');

const RELATIVE_IMPORT = /(from\s+['"])(\.{1,2}\/[^'"]+?)(['"])/g;
const TEST_CALL = /^(describe|it)\(/m;
const VITEST = "import { beforeEach, describe, expect, it } from 'vitest';\n";

/** Brings what a schematic wrote into the shape of this project: ES module imports, Prettier. */
exports.houseStyle = () => eachFile(() => true, withExtensions);

/** Makes what Nest's own schematics created compile under this project's strict settings. */
exports.strictStubs = () =>
  eachFile(
    ({ kind }) => kind === 'c',
    (text) => withVitest(withoutAny(withUnusedMarked(text))),
  );

function eachFile(accepts, change) {
  return async (tree) => {
    const written = tree.actions.filter((action) => action.kind !== 'd' && action.path.endsWith('.ts'));
    for (const path of new Set(written.filter(accepts).map((action) => action.path))) {
      const text = tree.readText(path);
      const changed = await formatted(path, change(text));
      if (changed !== text) tree.overwrite(path, changed);
    }
  };
}

/** Node resolves a relative import by the whole name of the compiled file. */
const withExtensions = (text) =>
  text.replace(RELATIVE_IMPORT, (whole, before, specifier, after) =>
    /\.(js|json)$/.test(specifier) ? whole : `${before}${specifier}.js${after}`,
  );

const withVitest = (text) => (TEST_CALL.test(text) && !text.includes("from 'vitest'") ? VITEST + text : text);

const withoutAny = (text) => text.replace(/: any\b/g, ': unknown').replace(/<any>/g, '<unknown>');

/** A stub does nothing with its parameters yet. */
const withUnusedMarked = (text) =>
  text.replace(/([(,]\s*)(context|metadata|exception|host|req|res|client|payload)(?=: )/g, '$1_$2');

async function formatted(path, text) {
  const options = await prettier.resolveConfig(join(process.cwd(), path));
  return prettier.format(text, { ...options, filepath: path });
}
