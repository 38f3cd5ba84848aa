import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { arriving } from './arrivals.js';
import { type Check, percent, served } from './figures.js';
import { type Scene, shopping } from './scene.js';

const PATIENCE_SECONDS = 30;
const TRICKLE_MS = 2_000;

const HEADS = [
  { first: 'GET /api/v1/products HTTP/1.1\r\nHost: shop\r\n', more: 'X-Slow: 1\r\n' },
  {
    first:
      'POST /api/v1/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{',
    more: ' ',
  },
] as const;

/** L-03: sockets that never come to an end, beside shoppers. */
export async function slowSockets(scene: Scene, count: number, peak: number): Promise<Check[]> {
  const load = { perSecond: peak * 0.4, seconds: 8 };
  const before = served(await arriving(scene.sender, shopping(scene), load)).length;
  const port = Number(new URL(scene.origin).port);
  const began = performance.now();
  const sockets = Array.from({ length: count }, (_, number) => slowSocket(port, number));
  const beside = served(await arriving(scene.sender, shopping(scene), load)).length;
  while (performance.now() - began < (PATIENCE_SECONDS + 2) * 1_000 && open(sockets) > 0) await delay(250);
  const [left, took] = [open(sockets), (performance.now() - began) / 1_000];
  for (const socket of sockets) socket.destroy();
  return [
    {
      test: 'L-03',
      claim: `beside ${count} slow sockets, shoppers lose less than 5 %`,
      seen: `${beside} served against ${before} without (${percent(beside / before)})`,
      holds: beside >= before * 0.95,
    },
    {
      test: 'L-03',
      claim: `each slow socket is cut off within ${PATIENCE_SECONDS} s`,
      seen: left === 0 ? `all after ${took.toFixed(0)} s` : `${left} of ${count} still open`,
      holds: left === 0 && took <= PATIENCE_SECONDS,
    },
  ];
}

const open = (sockets: readonly Socket[]): number => sockets.filter(({ closed }) => !closed).length;

/** Half of them trickle a head, half a body. */
function slowSocket(port: number, number: number): Socket {
  const { first, more } = HEADS[number % HEADS.length]!;
  const socket = connect(port, '127.0.0.1', () => socket.write(first));
  const timer = setInterval(() => socket.write(more), TRICKLE_MS);
  return socket
    .on('error', () => undefined)
    .on('close', () => clearInterval(timer))
    .resume();
}
