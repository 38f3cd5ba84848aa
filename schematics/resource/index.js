const { strings } = require('@angular-devkit/core');
const { apply, applyTemplates, chain, mergeWith, move, noop, url } = require('@angular-devkit/schematics');
const { RunSchematicTask } = require('@angular-devkit/schematics/tasks');
const { houseStyle } = require('../house-style');
const { namesOf } = require('./names');
const { registerModule, registerNoun } = require('./register');

/**
 * Writes a module of its own, or the files of a second noun into a module that is there. What only a person can
 * decide is left out on purpose, and the architecture test asks for it: the place among the layers, what the module
 * promises, who may call its routes, the table, the tests.
 */
exports.resource = (options) => (tree) => {
  const names = namesOf(tree, options);
  const write = (files) =>
    mergeWith(apply(url(`./files/${files}`), [applyTemplates({ ...strings, ...names }), move(names.folder)]));

  return chain([
    write(names.crud ? 'crud' : 'bare'),
    names.isModule ? write('module') : noop(),
    options.skipImport ? noop() : names.isModule ? registerModule(names) : registerNoun(names),
    houseStyle(),
    tellNextSteps(names),
  ]);
};

/** Told by a schematic of its own, so that it comes after the list of files. */
const tellNextSteps = (names) => (_tree, context) => {
  const { module, name, crud, table } = names;
  context.addTask(
    new RunSchematicTask('next-steps', { name: module, noun: name, ...(crud ? { table } : {}) }),
  );
};
