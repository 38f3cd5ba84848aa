import { parseArgs } from 'node:util';
import { layGround } from '../support/ground.js';
import { openShopOn } from '../support/shop.js';
import { fuzz, FUZZED_SHOP } from './fuzz.js';
import { hostileInput } from './mutations/hostile.js';
import { FuzzProgress } from './judgement/progress.js';
import { described, verdictOn } from './judgement/verdict.js';

const USAGE = `npm run fuzz -- [--requests 100000] [--seed 7] [--minutes N] [--lanes 8]

Sends sound, mutated and hostile requests to every route of the OpenAPI document, as everybody who may call, and holds
every answer against the document. With CARTWRIGHT_DATA, the collections in its hostile/ are used too.`;

interface Arguments {
  readonly requests: number;
  readonly seed: number;
  readonly minutes: number;
  readonly lanes: number;
}

/** The command: exit code 0 when nothing was found, 1 when something was, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const chosen = argumentsOf(args);
  if (!chosen) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const ground = await layGround();
  try {
    const shop = await openShopOn(ground, { env: FUZZED_SHOP });
    try {
      return await run(shop, chosen);
    } finally {
      await shop.close();
    }
  } finally {
    await ground.remove();
  }
}

async function run(shop: Awaited<ReturnType<typeof openShopOn>>, chosen: Arguments): Promise<number> {
  const { requests, seed, lanes, minutes } = chosen;
  const hostile = hostileInput(process.env['CARTWRIGHT_DATA']);
  print(
    `Seed ${seed}, ${lanes} lanes, ${hostile.texts.length} hostile texts, ${hostile.bodies.length} bodies`,
  );
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const timer = setTimeout(() => stop.abort(), minutes * 60_000);
  const progress = new FuzzProgress(requests);
  const began = performance.now();
  const tally = await fuzz(shop, {
    requests,
    seed,
    lanes,
    hostile,
    signal: stop.signal,
    onRequest: (state) => progress.show(state),
    onFinding: (finding) => print(described(finding)),
  }).finally(() => {
    clearTimeout(timer);
    progress.stop();
  });
  const verdict = verdictOn(tally, (performance.now() - began) / 1_000);
  print(verdict.text);
  return verdict.isPass ? 0 : 1;
}

function argumentsOf(args: string[]): Arguments | undefined {
  const options = { requests: '100000', seed: '7', minutes: '1440', lanes: '8' };
  try {
    const { values } = parseArgs({
      args,
      options: {
        requests: { type: 'string', default: options.requests },
        seed: { type: 'string', default: options.seed },
        minutes: { type: 'string', default: options.minutes },
        lanes: { type: 'string', default: options.lanes },
      },
    });
    const numbers = Object.entries(values).map(([name, value]) => [name, Number(value)] as const);
    if (numbers.some(([, value]) => !Number.isInteger(value) || value < 1)) return undefined;
    return Object.fromEntries(numbers) as unknown as Arguments;
  } catch {
    return undefined;
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
