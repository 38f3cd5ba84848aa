import fastify from 'fastify';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/** One statement as the shop sends it. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Rows that it touched when it was recorded. */
  readonly count: number | null;
}

/** Statements to run one after another on one connection. */
export interface Program {
  readonly statements: readonly Statement[];
  /** The id among their values that stands for the one that a request names. */
  readonly key?: string;
  /** Ids among their values that are made anew in each run. */
  readonly fresh: readonly string[];
  /** Sent as the answer; without it, the JSON of the rows that came last. */
  readonly answer?: string;
}

export interface Bytes {
  readonly body: string;
  readonly etag: string;
}

/** What the bench tells this process, and what it tells back. */
export interface Task {
  readonly databaseUrl: string;
  readonly poolSize: number;
  readonly programs: Readonly<Record<string, Program>>;
  readonly bytes: Readonly<Record<string, Bytes>>;
}

export interface Ports {
  readonly http: number;
  readonly fastify: number;
}

/** A value of a statement, put together for one run. */
type Fill = (ids: readonly string[]) => unknown;

const LOG_CHARACTERS = 16_384;
const JSON_TYPE = 'application/json; charset=utf-8';

process.once('message', (task: Task) => {
  void serve(task).then((ports) => process.send!(ports));
});
process.once('disconnect', () => process.exit());

async function serve({ databaseUrl, poolSize, programs, bytes }: Task): Promise<Ports> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
  const app = fastify({ genReqId: () => randomUUID() });
  const runs = new Map(Object.entries(programs).map(([name, program]) => [name, runner(pool, program)]));

  app.addHook('onResponse', ({ id, method, routeOptions }, { statusCode, elapsedTime }, done) => {
    logAnswer(id, method, routeOptions.url!, statusCode, elapsedTime);
    done();
  });
  app.route<{ Params: { name: string; key: string } }>({
    method: ['GET', 'POST'],
    url: '/programs/:name/:key',
    handler: async (request, reply) => {
      const json = await runs.get(request.params.name)!(request.params.key);
      return reply.header('content-type', JSON_TYPE).send(json);
    },
  });
  app.get<{ Params: { name: string } }>('/bytes/:name', (request, reply) => {
    const { body, etag } = bytes[request.params.name]!;
    reply.header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.header('content-type', JSON_TYPE).send(body);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });

  const plain = createServer((request, response) => {
    const began = performance.now();
    const { body, etag } = bytes[request.url!.slice('/bytes/'.length)]!;
    response.writeHead(200, {
      etag,
      'content-type': JSON_TYPE,
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
    logAnswer(randomUUID(), request.method!, '/bytes/:name', 200, performance.now() - began);
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  return {
    http: (plain.address() as AddressInfo).port,
    fastify: (app.server.address() as AddressInfo).port,
  };
}

let log = '';

/** The line that the shop writes for an answer, at the least cost: many lines at once. */
function logAnswer(requestId: string, method: string, route: string, status: number, ms: number): void {
  const time = new Date().toISOString();
  const line = { level: 'info', time, requestId, method, route, status, ms: Math.round(ms * 10) / 10 };
  log += `${JSON.stringify(line)}\n`;
  if (log.length < LOG_CHARACTERS) return;
  process.stdout.write(log);
  log = '';
}

function runner(pool: pg.Pool, { statements, key, fresh, answer }: Program) {
  const ids = [key ?? '', ...fresh];
  const steps = statements.map((statement) => ({
    ...statement,
    fills: statement.values.map((value) => filler(value, ids)),
  }));
  return async (given: string): Promise<string> => {
    const mine = [given, ...fresh.map(uuidv7)];
    const client = await pool.connect();
    let rows: readonly { json?: string }[] = [];
    try {
      for (const { name, text, fills, count } of steps) {
        const result = await client.query({ name, text, values: fills.map((fill) => fill(mine)) });
        if (result.rowCount !== count)
          throw new Error(`${result.rowCount} rows instead of ${count} from ${text}`);
        if (result.rows.length > 0) rows = result.rows as { json?: string }[];
      }
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
    return answer ?? jsonOf(rows);
  };
}

/** As the shop's own ids: those made together lie together in an index. */
function uuidv7(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Replaces the ids in a value, at any depth of arrays, by those of a run. */
function filler(value: unknown, ids: readonly string[]): Fill {
  if (Array.isArray(value)) {
    const fills = value.map((each) => filler(each, ids));
    return (mine) => fills.map((fill) => fill(mine));
  }
  if (typeof value !== 'string' || !ids.some((id) => id !== '' && value.includes(id))) return () => value;
  const pattern = new RegExp(ids.filter((id) => id !== '').join('|'), 'g');
  const between = value.split(pattern);
  const places = [...value.matchAll(pattern)].map(([id]) => ids.indexOf(id));
  return (mine) => between.slice(1).reduce((text, part, at) => text + mine[places[at]!]! + part, between[0]!);
}

function jsonOf(rows: readonly { json?: string }[]): string {
  if (rows[0]?.json === undefined) return JSON.stringify(rows);
  return rows.length === 1
    ? rows[0].json
    : `{"items":[${rows.map(({ json }) => json).join(',')}],"nextCursor":null}`;
}
