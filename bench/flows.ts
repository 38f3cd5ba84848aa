import type { Ports, Program } from './baseline-server.js';
import { expecting, request } from './connection.js';
import type { Scene } from './ground.js';
import { CLIENTS, type Row, type Side } from './measuring.js';
import type { Part } from './part.js';
import { addItem, openCart, over, place, purchase, readyCart, within } from './purchases.js';
import { withConnection } from './reads.js';
import { programOf, recorded } from './recording.js';

const AIM = 0.5;
export const GUESTS = 8;
/** Carts that wait to be ordered, for each second of a measurement. */
const CARTS_PER_SECOND = 2_500;
const NO_KEY = 'none';

export interface Statements {
  readonly purchase: number;
  readonly order: number;
}

/** What shoppers do, with the count of statements that it takes. */
export async function flowsOf(
  scene: Scene,
  seconds: number,
): Promise<Part & { readonly statements: Statements; readonly checkout: Side }> {
  const variants = await someVariants(scene);
  const [first, second] = variants as [string, string];
  const constants = [...variants, scene.shippingMethodId, await locationOf(scene, first)];

  const cart = await openCart(within(scene), [first, second]);
  const adding = await recorded(() => addItem(within(scene), cart.id, second));
  await purchase(within(scene), scene, [first, second]);
  const buying = await recorded(() => purchase(within(scene), scene, [first, second]));
  const ready = await readyCart(within(scene), scene, [first]);
  const placing = await recorded(() => place(within(scene), ready));

  const answer = JSON.stringify(cart);
  const checkout = checkoutOf(scene, variants);
  const programs: Record<string, Program> = {
    add: programOf(adding, { key: cart.id, constants, answer }),
    purchase: programOf(buying, { constants, answer }),
    place: programOf(placing, { key: ready.id, constants, answer }),
    update: guardedUpdate(first),
  };
  return {
    programs,
    bytes: {},
    statements: { purchase: buying.length, order: placing.length },
    checkout,
    rows: (ports) => [
      addToCart(scene, ports, [first, second]),
      wholePurchase(checkout, ports),
      ...hotSku(scene, ports, { hot: first, seconds }),
    ],
  };
}

function addToCart(scene: Scene, ports: Ports, [first, second]: readonly [string, string]): Row {
  const carts: string[] = [];
  const prepare = async (): Promise<void> => {
    if (carts.length > 0) return;
    await withConnection(scene, async (connection) => {
      for (let client = 0; client < CLIENTS; client += 1)
        carts.push((await openCart(over(connection), [first, second])).id);
    });
  };
  return {
    name: 'add to cart',
    against: 'Fastify + pg, the same statements',
    aim: AIM,
    ours: {
      port: scene.port,
      prepare,
      work: (connection, client) => addItem(over(connection), carts[client]!, second),
    },
    base: {
      port: ports.fastify,
      prepare,
      work: (connection, client) => expecting(200, connection, run('add', carts[client]!)),
    },
  };
}

/** Guests who buy two things each, and not all the same ones. */
function checkoutOf(scene: Scene, variants: readonly string[]): Side {
  let bought = 0;
  const pair = (): string[] => [0, 1].map((at) => variants[((bought += 1) + at) % variants.length]!);
  return { port: scene.port, work: (connection) => purchase(over(connection), scene, pair()) };
}

const wholePurchase = (ours: Side, ports: Ports): Row => ({
  name: 'whole guest checkout',
  against: 'bare pg, the same statements',
  aim: AIM,
  clients: GUESTS,
  ours,
  base: {
    port: ports.fastify,
    work: (connection) => expecting(200, connection, run('purchase', NO_KEY)),
  },
});

/** All guests want one variant, and place their orders for it. */
function hotSku(scene: Scene, ports: Ports, { hot, seconds }: { hot: string; seconds: number }): Row[] {
  let waiting: string[] = [];
  const prepare = async (): Promise<void> => {
    const ready = await readyCart(within(scene), scene, [hot]);
    waiting = await copiesOf(scene, ready.id, Math.ceil(seconds * CARTS_PER_SECOND) + GUESTS);
  };
  const next = (): string => {
    const cart = waiting.pop();
    if (cart === undefined) throw new Error('All carts are ordered: CARTS_PER_SECOND is too low');
    return cart;
  };
  const ours = {
    port: scene.port,
    prepare,
    work: (connection: Parameters<typeof over>[0]) => place(over(connection), { id: next() }),
  };
  const row = { clients: GUESTS, ours };
  return [
    {
      ...row,
      name: 'hot-SKU order',
      against: 'bare pg, the same transaction',
      aim: AIM,
      base: {
        port: ports.fastify,
        prepare,
        work: (connection) => expecting(200, connection, run('place', next())),
      },
    },
    {
      ...row,
      name: 'hot-SKU order (update)',
      against: "bare pg, pgbench's guarded update",
      aim: AIM,
      base: {
        port: ports.fastify,
        work: (connection) => expecting(200, connection, run('update', NO_KEY)),
      },
    },
  ];
}

const run = (program: string, key: string): Buffer =>
  request('POST', `/programs/${program}/${key}`, { body: { quantity: 1 } });

/** One guarded update of a row that all want, between BEGIN and COMMIT, and nothing else. It leaves the stock as it was. */
function guardedUpdate(variantId: string): Program {
  const update = {
    name: 'guarded-update',
    text: `UPDATE stock_levels SET version = version + 1, updated_at = now()
           WHERE variant_id = $1 AND on_hand - reserved >= $2`,
    values: [variantId, 1],
    count: 1,
  };
  const plain = (text: string) => ({ text, values: [], count: null });
  return { statements: [plain('BEGIN'), update, plain('COMMIT')], fresh: [], answer: '{}' };
}

async function someVariants({ shop }: Scene): Promise<string[]> {
  const rows = await shop.sql<{ id: string }>(
    `SELECT variants.id FROM variants JOIN products ON products.id = product_id
     WHERE products.slug LIKE 'bench-%' AND variants.available ORDER BY variants.id LIMIT 500`,
  );
  return rows.map(({ id }) => id);
}

async function locationOf({ shop }: Scene, variantId: string): Promise<string> {
  const [row] = await shop.sql<{ id: string }>(
    'SELECT location_id AS id FROM stock_levels WHERE variant_id = $1',
    [variantId],
  );
  return row!.id;
}

/** So many carts like this one. */
async function copiesOf({ shop }: Scene, cartId: string, count: number): Promise<string[]> {
  const rows = await shop.sql<{ id: string }>(
    `WITH copies AS (
       INSERT INTO carts
       SELECT (jsonb_populate_record(cart, jsonb_build_object('id', gen_random_uuid()))).*
       FROM carts cart, generate_series(1, $2) WHERE cart.id = $1
       RETURNING id
     ), items AS (
       INSERT INTO cart_items
       SELECT (jsonb_populate_record(item,
         jsonb_build_object('id', gen_random_uuid(), 'cart_id', copies.id))).*
       FROM copies, cart_items item WHERE item.cart_id = $1
     )
     SELECT id FROM copies`,
    [cartId, count],
  );
  return rows.map(({ id }) => id);
}
