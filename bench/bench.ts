import { Progress } from '../src/common/cli/progress.js';
import type { Ground } from '../test/support/ground.js';
import type { TestShop } from '../test/support/shop.js';
import { flowsOf, GUESTS, type Statements } from './flows.js';
import { openScene, type Scene } from './ground.js';
import type { Logs } from './logs.js';
import { type Effort, type Figures, measure, median, rateOf, type Side } from './measuring.js';
import { BaselineServer } from './processes.js';
import { readsOf } from './reads.js';
import type { Served } from './served.js';

export interface Plan extends Effort {
  readonly products: number;
  /** Rows whose names hold this text; all of them when it is empty. */
  readonly only: string;
  /** How often the start is timed. */
  readonly starts: number;
  /** From where the shop is served; a process of its own unless told otherwise. */
  readonly serve?: (shop: TestShop, logs: Logs) => Promise<Served>;
}

export interface Report {
  readonly figures: readonly Figures[];
  readonly statements: Statements;
  /** Milliseconds, median. */
  readonly start: number;
  /** Megabytes. */
  readonly memory: { readonly idle: number; readonly checkouts: number; readonly all: number };
}

const POOL_SIZE = 10;

/** Measures the shop beside the bare servers, in one run. */
export async function bench(ground: Ground, plan: Plan): Promise<Report> {
  const scene = await openScene(ground, plan.products, plan.serve);
  let baseline: BaselineServer | undefined;
  try {
    const start = await startsOf(scene, plan.starts);
    const idle = await scene.served.memory();
    const reads = await readsOf(scene);
    const flows = await flowsOf(scene, plan.seconds);
    baseline = await BaselineServer.start(
      {
        databaseUrl: scene.shop.databaseUrl,
        poolSize: POOL_SIZE,
        programs: { ...reads.programs, ...flows.programs },
        bytes: { ...reads.bytes, ...flows.bytes },
      },
      scene.logs.file('bare'),
    );
    const { ports, pid } = baseline;
    const all = [...reads.rows(ports), ...flows.rows(ports)];
    const rows = all.filter(({ name }) => name.includes(plan.only));
    const progress = new Progress('Bench', rows.length * (plan.rounds + 1));
    let most = 0;
    const figures = await measure(rows, plan, progress, {
      pids: { ours: scene.served.pid, base: pid },
      between: async () => {
        most = Math.max(most, await scene.served.memory());
        await scene.served.settle();
      },
    });
    progress.stop();
    const checkouts = await memoryUnder(scene, flows.checkout, plan);
    return { figures, statements: flows.statements, start, memory: { idle, checkouts, all: most } };
  } finally {
    await baseline?.stop();
    await scene.close();
  }
}

/** Of a process that has just started, and does this one thing as long as all rounds together take. */
async function memoryUnder(scene: Scene, side: Side, { rounds, seconds }: Effort): Promise<number> {
  await scene.served.restart();
  let most = 0;
  for (let round = 0; round < rounds; round += 1) {
    await rateOf(side, GUESTS, seconds);
    most = Math.max(most, await scene.served.memory());
  }
  return most;
}

async function startsOf(scene: Scene, times: number): Promise<number> {
  const took = [scene.served.startedIn];
  while (took.length < times) took.push(await scene.served.restart());
  return median(took);
}
