import { aCustomer } from '../test/support/builders/accounts.js';
import type { Bytes, Ports, Program } from './baseline-server.js';
import { Connection, expecting, request } from './connection.js';
import type { Scene } from './ground.js';
import type { Row, Side } from './measuring.js';
import type { Part } from './part.js';
import { deepPages, POPULAR, questionsOf, type Questions } from './questions.js';
import { recorded } from './recording.js';

const AIM_OF_HITS = 0.8;
const AIM_OF_MISSES = 0.6;
/** Of a page whose statement is the cheapest of all: the framework weighs most there. */
const AIM_OF_PAGES = 0.5;

/** What shoppers read. */
export async function readsOf(scene: Scene): Promise<Part> {
  const questions = questionsOf(scene);
  const page = await answerOf(scene, questions.popular);
  const list = await answerOf(scene, '/api/v1/products');
  const deep = await withConnection(scene, (connection) => deepPages(connection, scene));
  const kinds = await kindsOf(scene, questions);
  const programs: Record<string, Program> = {
    product: await programOfRead(scene, questions.popular, POPULAR),
  };
  for (const [, kind] of kinds) programs[kind] ??= await programOfRead(scene, questions[kind]());
  return {
    programs,
    bytes: { page, list },
    rows: (ports) => [
      ...hits(scene, ports, { questions, page }),
      ...misses(scene, ports, { questions, kinds }),
      signedIn(scene, questions),
      pageThousand(scene, questions, deep),
    ],
  };
}

function hits(
  { port }: Scene,
  ports: Ports,
  { questions, page }: { questions: Questions; page: Bytes },
): Row[] {
  const ours = getting(port, () => questions.popular);
  const known = { 'if-none-match': page.etag };
  return [
    {
      name: 'product page, cached',
      against: 'bare Fastify, the same bytes',
      aim: AIM_OF_HITS,
      ours,
      base: getting(ports.fastify, () => '/bytes/page'),
    },
    {
      name: 'product page, cached (http)',
      against: 'bare node:http, the same bytes',
      ours,
      base: getting(ports.http, () => '/bytes/page'),
    },
    {
      name: 'list, cached',
      against: 'bare Fastify, the same bytes',
      aim: AIM_OF_HITS,
      ours: getting(port, () => '/api/v1/products'),
      base: getting(ports.fastify, () => '/bytes/list'),
    },
    {
      name: 'product page, 304',
      against: 'bare Fastify, the same 304',
      aim: AIM_OF_HITS,
      ours: getting(port, () => questions.popular, known, 304),
      base: getting(ports.fastify, () => '/bytes/page', known, 304),
    },
  ];
}

/** What is asked of the database, by name of its row. */
type Kind = readonly [
  name: string,
  kind: 'product' | 'list' | 'filtered' | 'faceted' | 'search' | 'commonSearch',
];

async function kindsOf({ shop }: Scene, questions: Questions): Promise<Kind[]> {
  const answer = await shop.http.get<{ facets?: unknown }>(questions.faceted());
  const faceted: Kind[] = answer.body.facets === undefined ? [] : [['list, faceted', 'faceted']];
  return [
    ['product page, uncached', 'product'],
    ['list, first page', 'list'],
    ['list, filtered', 'filtered'],
    ...faceted,
    ['search', 'search'],
    ['search, common words', 'commonSearch'],
  ];
}

const misses = (
  { port }: Scene,
  ports: Ports,
  { questions, kinds }: { questions: Questions; kinds: readonly Kind[] },
): Row[] =>
  kinds.map(([name, kind]) => ({
    name,
    against: 'Fastify + pg, the same SQL',
    aim: kind === 'product' ? AIM_OF_PAGES : AIM_OF_MISSES,
    ours: getting(port, questions[kind]),
    base: getting(ports.fastify, () => `/programs/${kind}/${keyOf(questions[kind]())}`),
  }));

/** The slug at the end of a product's path; a list has none. */
const keyOf = (path: string): string => /\/products\/([^?]+)/.exec(path)?.[1] ?? 'none';

function signedIn({ shop, port }: Scene, questions: Questions): Row {
  let authorization = '';
  return {
    name: 'product page, signed in',
    against: 'the same without a token',
    aim: AIM_OF_MISSES,
    ours: {
      port,
      prepare: async () => {
        authorization = `Bearer ${(await aCustomer(shop)).token}`;
      },
      work: (connection) =>
        expecting(200, connection, request('GET', questions.product(), { headers: { authorization } })),
    },
    base: getting(port, questions.product),
  };
}

function pageThousand({ port }: Scene, questions: Questions, deep: readonly string[]): Row {
  let asked = 0;
  return {
    name: 'list, page 1,000',
    against: 'page 1',
    aim: 1 / 1.2,
    ours: getting(port, () => deep[(asked += 1) % deep.length]!),
    base: getting(port, questions.list),
  };
}

/** Asks for one path after another, and expects that status. */
export function getting(
  port: number,
  path: () => string,
  headers: Readonly<Record<string, string>> = {},
  status = 200,
): Side {
  return { port, work: (connection) => expecting(status, connection, request('GET', path(), { headers })) };
}

async function answerOf(scene: Scene, path: string): Promise<Bytes> {
  const { head, body } = await withConnection(scene, (connection) =>
    expecting(200, connection, request('GET', path)),
  );
  return { body: body.toString(), etag: /^etag: *(.+)$/im.exec(head)![1]!.trim() };
}

/** The statements of a read that no cache holds; where `key` is a slug among their values, a run names another. */
async function programOfRead({ shop }: Scene, path: string, key?: string): Promise<Program> {
  const statements = await recorded(() => shop.http.get(path));
  return { statements, key, fresh: [] };
}

export async function withConnection<T>(
  { port }: Scene,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await Connection.open(port);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}
