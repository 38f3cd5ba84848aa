const { chain, externalSchematic } = require('@angular-devkit/schematics');
const { houseStyle, strictStubs } = require('../house-style');

const NAMES = [
  'class',
  'controller',
  'decorator',
  'filter',
  'gateway',
  'guard',
  'interceptor',
  'interface',
  'middleware',
  'module',
  'pipe',
  'provider',
  'resolver',
  'service',
];

/** Nest's own schematics, made fit for ES modules and strict settings. */
for (const name of NAMES) {
  exports[name] = (options) =>
    chain([externalSchematic('@nestjs/schematics', name, options), houseStyle(), strictStubs()]);
}
