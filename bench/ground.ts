import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/common/database/embedded/embedded-postgres.js';
import { ADDRESSES } from '../test/support/builders/carts.js';
import { aShippingMethod, aTaxRate } from '../test/support/builders/shipping.js';
import { type Ground, layGround } from '../test/support/ground.js';
import { openShopOn, type TestShop } from '../test/support/shop.js';
import { buildShop, freePort, ShopProcess } from '../test/support/shop-process.js';
import { type Catalogue, fillCatalogue } from './catalogue.js';
import { OTHER_CORE, pin, SERVER_CORE } from './processes.js';

/** As on a small server of its own. */
const SETTINGS = { max_connections: '200', shared_buffers: '512MB', max_wal_size: '4GB' };

/** A PostgreSQL that keeps its word on commits, or the one of `DATABASE_URL`, with a migrated database to copy. */
export async function openGround(): Promise<Ground & { readonly close: () => Promise<void> }> {
  pin(process.pid, OTHER_CORE);
  if ((process.env['DATABASE_URL'] ?? '') !== '') {
    const ground = await layGround();
    return { ...ground, close: ground.remove };
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'cartwright-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  pin(server.pid, OTHER_CORE);
  process.env['DATABASE_URL'] = server.url;
  const ground = await layGround();
  const close = async (): Promise<void> => {
    await ground.remove();
    delete process.env['DATABASE_URL'];
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { ...ground, close };
}

/** A shop with a catalogue: in this process, to look into it, and compiled in a process of its own, to be measured. */
export interface Scene {
  readonly shop: TestShop;
  readonly process: ShopProcess;
  readonly port: number;
  readonly catalogue: Catalogue;
  readonly shippingMethodId: string;
  readonly address: object;
  /** Milliseconds until the process was ready. */
  readonly startedIn: number;
  /** Megabytes that the process holds now. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

export async function openScene(ground: Ground, products: number): Promise<Scene> {
  buildShop();
  const shop = await openShopOn(ground, { worker: false });
  const catalogue = await fillCatalogue(shop, products);
  const shippingMethodId = await aShippingMethod(shop);
  await aTaxRate(shop);
  const port = await freePort();
  const process = new ShopProcess(port);
  const startedIn = await start(process, shop);
  const memory = async (): Promise<number> => {
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1024 ** 2;
  };
  const close = async (): Promise<void> => {
    await process.end('SIGTERM');
    await shop.close();
  };
  const address = ADDRESSES.US;
  return { shop, process, port, catalogue, shippingMethodId, address, startedIn, memory, close };
}

/** Starts the compiled shop on its core, and gives the milliseconds until it was ready. */
export async function start(process: ShopProcess, shop: TestShop): Promise<number> {
  const began = performance.now();
  await process.start({
    DATABASE_URL: shop.databaseUrl,
    // What follows an order is another process's work, for the shop as for what it is compared with.
    WORKER: 'off',
    LOG_LEVEL: 'error',
    DATABASE_POOL_WAIT_MS: '15000',
  });
  const took = performance.now() - began;
  pin(process.pid, SERVER_CORE);
  return took;
}
