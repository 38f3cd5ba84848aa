/**
 * Demo owns the shop that a newcomer meets: its goods, places and accounts, and the walk through a purchase.
 * Promises: it is loaded as a whole, once, and only into a shop without products; the walk uses only HTTP.
 * Asks of others: auth, catalog, shipping and taxes, to create what it shows. Announces nothing.
 */
export { DemoModule } from './demo.module.js';
export { DemoSeed } from './demo.seed.js';
export { WALK_COMMAND } from './walk/walk.command.js';
export { welcome } from './welcome.js';
