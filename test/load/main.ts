import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { Progress } from '../../src/common/cli/progress.js';
import { asking } from './arrivals.js';
import { databaseLoss } from './database-loss.js';
import { type Check, perSecond, percent, served } from './figures.js';
import { flashSale } from './flash-sale.js';
import { loginStorm } from './login-storm.js';
import { overload } from './overload.js';
import { openScene, type Scene, shopping } from './scene.js';
import { slowSockets } from './slow-sockets.js';
import { workerLoss } from './worker-loss.js';

const USAGE = `npm run load [-- --seconds 10 --sockets 1000 --buyers 1000]

Loads a compiled shop in a process of its own, on loopback, with its load shedding on: L-01 to L-05, L-08 and L-09.
It judges by ratios of what it measures in one run; --seconds is the length of each phase.`;

/** More difference than this between two measurements of the same thing, and the machine is not quiet. */
const NOISE = 0.2;

interface Size {
  readonly seconds: number;
  readonly sockets: number;
  readonly buyers: number;
}

/** The command: exit code 0 when every claim holds, 1 when one does not, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const size = sizeOf(args);
  if (!size) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const scene = await openScene();
  try {
    return (await run(scene, size)) ? 0 : 1;
  } finally {
    await scene.close();
  }
}

async function run(scene: Scene, { seconds, sockets, buyers }: Size): Promise<boolean> {
  print(`${availableParallelism()} cores, load average ${loadavg()[0]!.toFixed(1)}`);
  const checks: Check[] = [];
  const tell = (more: readonly Check[]): void => {
    for (const check of more) print(described(check));
    checks.push(...more);
  };
  const progress = new Progress('Load tests', 6);
  const storm = await overload(scene, seconds);
  tell(storm.checks);
  progress.advance();
  const samples = await asking(scene.sender, shopping(scene), { clients: 12, seconds: 3 });
  tell(await slowSockets(scene, sockets, perSecond(served(samples), 3)));
  progress.advance();
  tell(await loginStorm(scene, seconds));
  progress.advance();
  tell(await databaseLoss(scene));
  progress.advance();
  tell(await workerLoss(scene));
  progress.advance();
  tell(await flashSale(scene, buyers));
  progress.advance();
  progress.stop();
  await scene.shop.doctor();
  const failed = checks.filter(({ holds }) => !holds).length;
  if (storm.spread > NOISE)
    print(`The machine is not quiet: two measurements of the peak differ by ${percent(storm.spread)}.`);
  print(
    failed === 0 ? `PASS: all ${checks.length} claims hold` : `FAIL: ${failed} of ${checks.length} claims`,
  );
  return failed === 0;
}

const described = ({ test, claim, seen, holds }: Check): string =>
  `${holds ? 'holds' : 'FAILS'}  ${test}  ${claim}: ${seen}`;

function sizeOf(args: string[]): Size | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const;
    const options = { seconds: text('10'), sockets: text('1000'), buyers: text('1000') };
    const { values } = parseArgs({ args, options });
    const size = {
      seconds: Number(values.seconds),
      sockets: Number(values.sockets),
      buyers: Number(values.buyers),
    };
    return Object.values(size).every((value) => Number.isInteger(value) && value >= 1) ? size : undefined;
  } catch {
    return undefined;
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
