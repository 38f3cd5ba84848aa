import { Progress } from '../src/common/cli/progress.js';
import type { Ground } from '../test/support/ground.js';
import { openScene, type Scene } from './ground.js';
import { type Effort, median, rateOf, type Side } from './measuring.js';
import { deepPages, questionsOf } from './questions.js';
import { getting, withConnection } from './reads.js';
import { aligned, decimal, whole } from './table.js';

const CLIENTS = 8;

/** How many times slower than the smallest catalogue the largest may be. */
const AIM = 2;

type Works = Readonly<Record<string, Side>>;

/** Measures what shoppers read on catalogues of these sizes, side by side, and gives the table. */
export async function growth(ground: Ground, scales: readonly number[], effort: Effort): Promise<string> {
  const scenes: Scene[] = [];
  try {
    for (const scale of scales) scenes.push(await openScene(ground, scale));
    const works: Works[] = [];
    for (const scene of scenes) works.push(await worksOf(scene));
    return tableOf(scales, await rates(works, effort));
  } finally {
    for (const scene of scenes) await scene.close();
  }
}

async function worksOf(scene: Scene): Promise<Works> {
  const questions = questionsOf(scene);
  const deep = await withConnection(scene, (connection) => deepPages(connection, scene));
  let asked = 0;
  return {
    'product page': getting(scene.port, questions.productById),
    'list, first page': getting(scene.port, questions.list),
    'list, page 1,000': getting(scene.port, () => deep[(asked += 1) % deep.length]!),
    'list, filtered': getting(scene.port, questions.filtered),
    search: getting(scene.port, questions.search),
    'search, common words': getting(scene.port, questions.commonSearch),
  };
}

/** Times a second by kind of work and catalogue, of each round. */
async function rates(works: readonly Works[], { rounds, seconds }: Effort): Promise<Map<string, number[][]>> {
  const names = Object.keys(works[0]!);
  const seen = new Map(names.map((name) => [name, works.map((): number[] => [])]));
  const progress = new Progress('Growth', (rounds + 1) * names.length);
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      for (const [at, work] of works.entries()) {
        const rate = await rateOf(work[name]!, CLIENTS, seconds);
        // The first round warms them up.
        if (round > 0) seen.get(name)![at]!.push(rate);
      }
      progress.advance();
    }
  progress.stop();
  return seen;
}

function tableOf(scales: readonly number[], seen: ReadonlyMap<string, number[][]>): string {
  const head = ['uncached', ...scales.map((scale) => `${whole(scale)} products /s`), 'slower by', 'aim', ''];
  const lines = [...seen].map(([name, rounds]) => {
    const slower = median(rounds[0]!.map((rate, round) => rate / rounds.at(-1)![round]!));
    return [
      name,
      ...rounds.map((each) => whole(median(each))),
      decimal(slower),
      `<= ${AIM}`,
      slower <= AIM ? 'met' : 'not met',
    ];
  });
  return aligned([head, head.map(() => '---'), ...lines]);
}
