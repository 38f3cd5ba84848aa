import { settleJobs } from '../test/support/jobs.js';
import type { TestShop } from '../test/support/shop.js';
import { buildShop, freePort, ShopProcess } from '../test/support/shop-process.js';
import type { Logs } from './logs.js';
import { pin, SERVER_CORE } from './processes.js';
import { PRODUCTION } from './settings.js';

/** Thousands of orders leave some jobs each. */
const SETTLE_LIMIT_MS = 300_000;

/** A shop that answers on a port. */
export interface Served {
  readonly port: number;
  readonly pid: number;
  /** Milliseconds that it took to be ready. */
  readonly startedIn: number;
  /** Stops it, starts it again, and gives the milliseconds until it was ready. */
  restart(): Promise<number>;
  /** Megabytes that its process holds now. */
  memory(): Promise<number>;
  /** Waits until its worker has done what follows from what was measured. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** The compiled shop as in production, in a process of its own and on a core of its own. */
export async function fromItsOwnProcess(shop: TestShop, logs: Logs): Promise<Served> {
  buildShop();
  const port = await freePort();
  const process = new ShopProcess(port, logs.file('shop'));
  const start = async (): Promise<number> => {
    const began = performance.now();
    await process.start({ ...PRODUCTION, DATABASE_URL: shop.databaseUrl });
    const took = performance.now() - began;
    pin(process.pid, SERVER_CORE);
    return took;
  };
  const stop = async (): Promise<void> => void (await process.end('SIGTERM'));
  return {
    port,
    get pid() {
      return process.pid;
    },
    startedIn: await start(),
    restart: async () => {
      await stop();
      return start();
    },
    memory: () => memoryOf(port),
    settle: () => settleJobs(shop, SETTLE_LIMIT_MS),
    stop,
  };
}

async function memoryOf(port: number): Promise<number> {
  const headers = { authorization: `Bearer ${PRODUCTION['METRICS_TOKEN']}` };
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]) / 1024 ** 2;
}

/** The shop of this process, which has no worker: to see that the bench works, and not to measure. */
export async function fromHere(shop: TestShop): Promise<Served> {
  const began = performance.now();
  const port = Number(new URL(await shop.listen()).port);
  return {
    port,
    pid: process.pid,
    startedIn: performance.now() - began,
    restart: async () => 0,
    memory: async () => process.memoryUsage.rss() / 1024 ** 2,
    settle: async () => undefined,
    stop: async () => undefined,
  };
}
