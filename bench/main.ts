import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bench, type Plan, type Report } from './bench.js';
import { openGround } from './ground.js';
import { compression } from './compression.js';
import { growth } from './growth.js';
import { canPin } from './processes.js';
import { aligned, table, whole } from './table.js';

const USAGE = `npm run bench [-- --rounds 5 --seconds 1 --products 60000 --only "product page" --scale 1000,100000,1000000 --compression]

Measures a compiled shop beside bare servers that send the same bytes or run the same SQL, in one interleaved run, and
prints ratios. Its PostgreSQL is its own, or that of DATABASE_URL. --scale measures catalogues of those sizes instead,
and --compression what each encoding makes of a list.`;

interface Size extends Plan {
  readonly scales: readonly number[];
  readonly compression: boolean;
}

/** The command: exit code 0 when it has measured, whatever came of it, and 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const size = sizeOf(args);
  if (!size) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  const pinned = canPin
    ? 'servers that are compared on one core, PostgreSQL and the clients on another'
    : 'not pinned';
  print(`${availableParallelism()} cores, ${pinned}; load average ${loadavg()[0]!.toFixed(1)}`);
  print(
    'The shop runs as in production: access log to a file, worker in the process, load shedding on, and limits that',
  );
  print(
    'count and are set too high to refuse. The bare servers write such a log line too. Ratios are medians of the',
  );
  print('rounds; CPU is what the process that serves takes each time.\n');
  const ground = await openGround();
  try {
    if (size.scales.length > 0) print(await growth(ground, size.scales, size));
    else if (size.compression) print(await compression(ground, size));
    else print(described(await bench(ground, size)));
    return 0;
  } finally {
    await ground.close();
  }
}

function described({ figures, statements, start, memory }: Report): string {
  const held = (name: string, value: string, aim: string, isMet: boolean) => [
    name,
    value,
    aim,
    isMet ? 'met' : 'not met',
  ];
  const megabytes = (value: number): string => `${whole(value)} MB`;
  const lines = [
    held('statements, whole guest checkout', String(statements.purchase), '<= 40', statements.purchase <= 40),
    held("statements, the order's transaction", String(statements.order), '<= 14', statements.order <= 14),
    held('ready, from a stopped process', `${whole(start)} ms`, '< 3,000 ms', start < 3_000),
    held('memory, idle', megabytes(memory.idle), '< 150 MB', memory.idle < 150),
    held('memory, under checkouts', megabytes(memory.checkouts), '< 250 MB', memory.checkouts < 250),
    ['memory, most in all rounds', megabytes(memory.all), '', ''],
  ];
  const head = ['beside them', 'seen', 'aim', ''];
  return `${table(figures)}\n\n${aligned([head, head.map(() => '---'), ...lines])}`;
}

function sizeOf(args: string[]): Size | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const;
    const { values } = parseArgs({
      args,
      options: {
        rounds: text('5'),
        seconds: text('1'),
        products: text('60000'),
        only: text(''),
        scale: text(''),
        compression: { type: 'boolean', default: false },
      },
    });
    const size = {
      rounds: Number(values.rounds),
      seconds: Number(values.seconds),
      products: Number(values.products),
      only: values.only,
      starts: 3,
      compression: values.compression,
      scales: values.scale.split(',').filter(Boolean).map(Number),
    };
    const counts = [size.rounds, size.products, ...size.scales];
    return counts.every((count) => Number.isInteger(count) && count >= 1) && size.seconds > 0
      ? size
      : undefined;
  } catch {
    return undefined;
  }
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
