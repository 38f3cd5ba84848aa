import { ADDRESSES } from '../test/support/builders/carts.js';
import { aShippingMethod, aTaxRate } from '../test/support/builders/shipping.js';
import { type Ground, layGround } from '../test/support/ground.js';
import { OwnPostgres } from '../test/support/own-postgres.js';
import { openShopOn, type TestShop } from '../test/support/shop.js';
import { type Catalogue, fillCatalogue } from './catalogue.js';
import { Logs } from './logs.js';
import { OTHER_CORE, pin } from './processes.js';
import { fromItsOwnProcess, type Served } from './served.js';
import { LIMITS } from './settings.js';

/** As on a small server of its own. */
const SETTINGS = { max_connections: '200', shared_buffers: '512MB', max_wal_size: '4GB' };

/** A PostgreSQL that keeps its word on commits, or the one of `DATABASE_URL`, with a migrated database to copy. */
export async function openGround(): Promise<Ground & { readonly close: () => Promise<void> }> {
  pin(process.pid, OTHER_CORE);
  if ((process.env['DATABASE_URL'] ?? '') !== '') {
    const ground = await layGround();
    return { ...ground, close: ground.remove };
  }
  const server = await OwnPostgres.start('bench', { settings: SETTINGS });
  pin(server.pid, OTHER_CORE);
  process.env['DATABASE_URL'] = server.url;
  const ground = await layGround();
  const close = async (): Promise<void> => {
    await ground.remove();
    delete process.env['DATABASE_URL'];
    await server.remove();
  };
  return { ...ground, close };
}

/** A shop with a catalogue: in this process, to look into it, and served to be measured. */
export interface Scene {
  readonly shop: TestShop;
  readonly served: Served;
  readonly logs: Logs;
  readonly port: number;
  readonly catalogue: Catalogue;
  readonly shippingMethodId: string;
  readonly address: object;
  close(): Promise<void>;
}

/** `serve` tells from where: a process of its own, to be measured. */
export async function openScene(
  ground: Ground,
  products: number,
  serve: (shop: TestShop, logs: Logs) => Promise<Served> = fromItsOwnProcess,
): Promise<Scene> {
  const shop = await openShopOn(ground, { worker: false, env: LIMITS });
  const logs = new Logs();
  const catalogue = await fillCatalogue(shop, products);
  const shippingMethodId = await aShippingMethod(shop);
  await aTaxRate(shop);
  const served = await serve(shop, logs);
  const close = async (): Promise<void> => {
    await served.stop();
    await shop.close();
    logs.remove();
  };
  const { port } = served;
  return { shop, served, logs, port, catalogue, shippingMethodId, address: ADDRESSES.US, close };
}
