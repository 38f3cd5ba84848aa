import { Progress } from '../src/common/cli/progress.js';
import type { Ground } from '../test/support/ground.js';
import type { Plan } from './bench.js';
import { expecting, request } from './connection.js';
import { openScene, type Scene } from './ground.js';
import { median, sampleOf } from './measuring.js';
import { questionsOf } from './questions.js';
import { getting, withConnection } from './reads.js';
import { aligned, whole } from './table.js';

const CLIENTS = 8;
const LIST = '/api/v1/products';
const ENCODINGS = ['identity', 'gzip', 'br'] as const;

/** What compression makes of a list of products: its bytes, and the CPU time of each answer. */
export async function compression(
  ground: Ground,
  { products, rounds, seconds, serve }: Plan,
): Promise<string> {
  const scene = await openScene(ground, products, serve);
  try {
    const sides = sidesOf(scene);
    const seen = new Map(sides.map(({ name }) => [name, [] as number[]]));
    const progress = new Progress('Compression', (rounds + 1) * sides.length);
    for (let round = 0; round <= rounds; round += 1)
      for (const { name, side } of sides) {
        const { cpu } = await sampleOf(side, CLIENTS, seconds, scene.served.pid);
        // The first round warms them up.
        if (round > 0) seen.get(name)!.push(cpu);
        progress.advance();
      }
    progress.stop();
    return await tableOf(scene, seen);
  } finally {
    await scene.close();
  }
}

const accepting = (encoding: string) => ({ 'accept-encoding': encoding });

function sidesOf(scene: Scene) {
  const questions = questionsOf(scene);
  return ENCODINGS.flatMap((encoding) => [
    { name: `${encoding}, cached`, side: getting(scene.port, () => LIST, accepting(encoding)) },
    { name: `${encoding}, uncached`, side: getting(scene.port, questions.list, accepting(encoding)) },
  ]);
}

async function tableOf(scene: Scene, seen: ReadonlyMap<string, number[]>): Promise<string> {
  const head = ['list of products', 'bytes', 'CPU us, cached', 'CPU us, uncached'];
  const lines: string[][] = [];
  for (const encoding of ENCODINGS) {
    const { body } = await withConnection(scene, (connection) =>
      expecting(200, connection, request('GET', LIST, { headers: accepting(encoding) })),
    );
    const cpu = (kind: string): string => whole(median(seen.get(`${encoding}, ${kind}`)!));
    lines.push([encoding, whole(body.length), cpu('cached'), cpu('uncached')]);
  }
  return aligned([head, head.map(() => '---'), ...lines]);
}
