const { strings } = require('@angular-devkit/core');
const { SchematicsException } = require('@angular-devkit/schematics');
const { NameParser } = require('@nestjs/schematics');
const pluralize = require('pluralize');

const WORD = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** All the names that the templates use, from `wishlist` or `catalog/brands`. */
exports.namesOf = (tree, options) => {
  const location = new NameParser().parse(options);
  const name = strings.dasherize(location.name);
  const [module = name, ...deeper] = location.path.split('/').filter(Boolean);
  const isModule = location.path === '/';
  const folder = `/${options.sourceRoot ?? 'src'}/${module}`;

  if (!WORD.test(name))
    throw new SchematicsException(`${name} is no name: use lower-case words joined by hyphens`);
  if (deeper.length > 0)
    throw new SchematicsException(`A module has no modules in it: give it one folder below src/`);
  if (!isModule && !tree.exists(`${folder}/${module}.module.ts`)) {
    throw new SchematicsException(`There is no module ${module} yet: begin with nest g resource ${module}`);
  }
  if (tree.exists(`${folder}/${name}.service.ts`)) {
    throw new SchematicsException(`${folder.slice(1)} has its ${name} already`);
  }
  return { ...wordsOf(name), name, module, isModule, folder, crud: options.crud !== false };
};

function wordsOf(name) {
  const singular = pluralize.singular(name);
  const plural = pluralize.plural(singular);
  const words = singular.replaceAll('-', ' ');
  return {
    singular,
    plural,
    words,
    article: /^[aeiou]/.test(words) ? 'an' : 'a',
    table: plural.replaceAll('-', '_'),
  };
}
