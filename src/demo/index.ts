/**
 * Demo owns the shop that a newcomer meets: its goods, places and sign-ins, and the walk through a purchase in it.
 * Promises: it is loaded whole, once, and only into a shop without products; the walk speaks HTTP and nothing else.
 * Asks of others: auth, catalog, shipping and taxes, to make what it shows. Announces nothing.
 */
export { DemoModule } from './demo.module.js';
export { DemoSeed } from './demo.seed.js';
export { WALK_COMMAND } from './walk/walk.command.js';
export { welcome } from './welcome.js';
