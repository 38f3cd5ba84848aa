import type { TestShop } from '../test/support/shop.js';
import { buildShop, freePort, ShopProcess } from '../test/support/shop-process.js';
import { pin, SERVER_CORE } from './processes.js';

/** A shop that answers on a port. */
export interface Served {
  readonly port: number;
  /** Milliseconds that it took to be ready. */
  readonly startedIn: number;
  /** Stops it, starts it again, and gives the milliseconds until it was ready. */
  restart(): Promise<number>;
  /** Megabytes that its process holds now. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** The compiled shop in a process of its own, on a core of its own. */
export async function fromItsOwnProcess(shop: TestShop): Promise<Served> {
  buildShop();
  const port = await freePort();
  const process = new ShopProcess(port);
  const start = async (): Promise<number> => {
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
  };
  const stop = async (): Promise<void> => void (await process.end('SIGTERM'));
  return {
    port,
    startedIn: await start(),
    restart: async () => {
      await stop();
      return start();
    },
    memory: async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1024 ** 2;
    },
    stop,
  };
}

/** The shop of this process: to see that the bench works, and not to measure. */
export async function fromHere(shop: TestShop): Promise<Served> {
  const began = performance.now();
  const port = Number(new URL(await shop.listen()).port);
  return {
    port,
    startedIn: performance.now() - began,
    restart: async () => 0,
    memory: async () => process.memoryUsage.rss() / 1024 ** 2,
    stop: async () => undefined,
  };
}
