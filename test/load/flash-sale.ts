import { ADDRESSES } from '../support/builders/carts.js';
import { aVariant } from '../support/builders/products.js';
import { arriving } from './arrivals.js';
import { type Check, ms, p99, refused, served } from './figures.js';
import type { Sample } from './requests.js';
import { aCart, aList, type Scene } from './scene.js';

const UNITS = 100;
const AT_ONCE = 32;
const LISTS = { perSecond: 20, seconds: 8 };
const MAX_TRIES = 40;

/** L-08: everybody wants the one variant. */
export async function flashSale(scene: Scene, buyers: number): Promise<Check[]> {
  const { variantId } = await aVariant(scene.shop, { onHand: UNITS });
  const calm = served(await arriving(scene.sender, aList, LISTS));
  const carts = await inTurns(buyers, () => readyCart(scene, variantId));
  const orders: Sample[] = [];
  const [busy] = await Promise.all([
    arriving(scene.sender, aList, LISTS),
    inTurns(buyers, async (buyer) => void orders.push(...(await order(scene, carts[buyer]!)))),
  ]);
  const sold = orders.filter(({ status }) => status === 201).length;
  const soldOut = orders.filter(({ text }) => text.includes('"insufficient_stock"')).length;
  const [level] = await scene.shop.sql<{ reserved: number }>(
    'SELECT reserved FROM stock_levels WHERE variant_id = $1',
    [variantId],
  );
  const slowest = Math.max(...orders.map((each) => each.ms));
  return [
    {
      test: 'L-08',
      claim: `of ${UNITS} units wanted by ${buyers} buyers exactly ${UNITS} are sold`,
      seen: `${sold} sold, ${soldOut} told sold out, ${level!.reserved} reserved`,
      holds: sold === UNITS && level!.reserved === UNITS && soldOut === buyers - UNITS,
    },
    {
      test: 'L-08',
      claim: 'nobody waits for a lock for more than 2 s',
      seen: `slowest order ${ms(slowest)}, ${refused(orders).length} told to come back`,
      holds: slowest <= 2_000,
    },
    {
      test: 'L-08',
      claim: 'the p99 of lists is less than twice what it is without',
      seen: `${ms(p99(served(busy)))} against ${ms(p99(calm))}; ${refused(busy).length} of ${busy.length} shed`,
      holds: p99(served(busy)) < p99(calm) * 2,
    },
  ];
}

async function readyCart({ sender, shippingMethodId }: Scene, variantId: string): Promise<string> {
  const opened = await insist(() => sender.send(aCart(variantId)));
  const { id } = JSON.parse(opened.at(-1)!.text) as { id: string };
  const body = { email: 'mara@example.com', shippingAddress: ADDRESSES.US, shippingMethodId };
  await insist(() => sender.send({ method: 'PATCH', path: `/api/v1/carts/${id}`, body }));
  return id;
}

const order = ({ sender }: Scene, cartId: string): Promise<Sample[]> =>
  insist(() =>
    sender.send({
      method: 'POST',
      path: '/api/v1/orders',
      body: { cartId },
      headers: { 'idempotency-key': cartId },
    }),
  );

/** Comes back at once when it is told 503: this is a flash sale. */
async function insist(send: () => Promise<Sample>): Promise<Sample[]> {
  const samples = [await send()];
  while (samples.at(-1)!.status === 503 && samples.length < MAX_TRIES) samples.push(await send());
  return samples;
}

async function inTurns<T>(count: number, work: (number: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const follow = async (): Promise<void> => {
    for (let own = next++; own < count; own = next++) results[own] = await work(own);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, follow));
  return results;
}
