import { aShippingMethod } from '../support/builders/shipping.js';
import { aVariant } from '../support/builders/products.js';
import { layGround } from '../support/ground.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { type Call, Sender } from './requests.js';

const PRODUCTS = 200;

/** A compiled shop in a process of its own, behind a database that can be taken from it, and somebody who asks it. */
export interface Scene {
  /** The same database, for looking into it. */
  readonly shop: TestShop;
  readonly process: ShopProcess;
  readonly database: TcpProxy;
  readonly sender: Sender;
  readonly origin: string;
  readonly variantIds: readonly string[];
  readonly shippingMethodId: string;
  /** Megabytes of memory that the process holds now. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

export async function openScene(): Promise<Scene> {
  buildShop();
  const ground = await layGround();
  const shop = await openShopOn(ground, { worker: false });
  const database = await TcpProxy.before(shop.databaseUrl);
  const process = new ShopProcess(await freePort());
  const origin = new URL(process.url).origin;
  const sender = new Sender(origin);
  const variantIds: string[] = [];
  for (let made = 0; made < PRODUCTS; made += 1)
    variantIds.push((await aVariant(shop, { onHand: 1_000_000 })).variantId);
  const shippingMethodId = await aShippingMethod(shop);
  await process.start({
    DATABASE_URL: database.url,
    WORKER: 'on',
    LOAD_SHEDDING: 'on',
    DATABASE_POOL_WAIT_MS: '2000',
    LOG_LEVEL: 'fatal',
  });
  const close = async (): Promise<void> => {
    sender.close();
    await process.end('SIGTERM');
    await database.close();
    await shop.close();
    await ground.remove();
  };
  const memory = async (): Promise<number> => {
    const { text } = await sender.send({ method: 'GET', path: '/metrics' });
    return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1024 ** 2;
  };
  return { shop, process, database, sender, origin, variantIds, shippingMethodId, memory, close };
}

let serial = 0;

/** A list that no cache holds: each asks for other prices. */
export const aList = (): Call => ({
  method: 'GET',
  path: `/api/v1/products?minPrice=${(serial += 1) % 1_000}&maxPrice=${1_000_000 + serial}`,
});

/** What shoppers ask for: three lists for each cart that is opened. */
export function shopping({ variantIds }: Scene): () => Call {
  let asked = 0;
  return () => {
    asked += 1;
    return asked % 4 === 0 ? aCart(variantIds[asked % variantIds.length]!) : aList();
  };
}

export const aCart = (variantId: string): Call => ({
  method: 'POST',
  path: '/api/v1/carts',
  body: { items: [{ variantId, quantity: 1 }] },
});
