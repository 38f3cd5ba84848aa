import { Progress } from '../src/common/cli/progress.js';
import type { Ground } from '../test/support/ground.js';
import type { TestShop } from '../test/support/shop.js';
import { flowsOf, type Statements } from './flows.js';
import { openScene, type Scene } from './ground.js';
import { type Effort, type Figures, measure, median, type Row } from './measuring.js';
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
  readonly serve?: (shop: TestShop) => Promise<Served>;
}

export interface Report {
  readonly figures: readonly Figures[];
  readonly statements: Statements;
  /** Milliseconds, median. */
  readonly start: number;
  /** Megabytes. */
  readonly memory: { readonly idle: number; readonly reads: number; readonly flows: number };
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
    baseline = await BaselineServer.start({
      databaseUrl: scene.shop.databaseUrl,
      poolSize: POOL_SIZE,
      programs: { ...reads.programs, ...flows.programs },
      bytes: { ...reads.bytes, ...flows.bytes },
    });
    const { ports } = baseline;
    const peaks = { reads: 0, flows: 0 };
    const readRows = reads.rows(ports);
    const rows = [...readRows, ...flows.rows(ports)].filter(({ name }) => name.includes(plan.only));
    const observe = async (row: Row): Promise<void> => {
      const kind = readRows.includes(row) ? 'reads' : 'flows';
      peaks[kind] = Math.max(peaks[kind], await scene.served.memory());
    };
    const progress = new Progress('Bench', rows.length * (plan.rounds + 1));
    const figures = await measure(rows, plan, progress, observe);
    progress.stop();
    return { figures, statements: flows.statements, start, memory: { idle, ...peaks } };
  } finally {
    await baseline?.stop();
    await scene.close();
  }
}

async function startsOf(scene: Scene, times: number): Promise<number> {
  const took = [scene.served.startedIn];
  while (took.length < times) took.push(await scene.served.restart());
  return median(took);
}
