import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import type { Program, Statement } from './baseline-server.js';

interface Client {
  readonly connectionParameters: { readonly application_name?: string };
}

type Recorded = { -readonly [Name in keyof Statement]: Statement[Name] };

/** Whose statements they are: what the shop does meanwhile by itself, by the clock, is not the work's. */
const recording = new AsyncLocalStorage<Recorded[]>();

/** The statements that the shop of this process sends for the work, as it sends them. */
export async function recorded(work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Recorded[] = [];
  const prototype = pg.Client.prototype as unknown as {
    query: (this: Client, ...args: unknown[]) => unknown;
  };
  const { query } = prototype;
  prototype.query = function (...args) {
    const result = query.apply(this, args);
    const mine = recording.getStore();
    if (!mine || this.connectionParameters.application_name !== 'cartwright') return result;
    const given = args[0] as string | { name?: string; text: string; values?: unknown[] };
    const asked = typeof given === 'string' ? { text: given } : { name: given.name, text: given.text };
    const values = typeof given === 'string' ? args[1] : given.values;
    const statement = { ...asked, values: [...((values as unknown[]) ?? [])], count: null };
    mine.push(statement);
    return counted(statement, result);
  };
  try {
    await recording.run(statements, work);
    return statements;
  } finally {
    prototype.query = query;
  }
}

const counted = (statement: { count: number | null }, result: unknown): unknown =>
  result instanceof Promise
    ? result.then((answer: pg.QueryResult) => {
        statement.count = answer.rowCount;
        return answer;
      })
    : result;

/** Of our own making, or a reference of the test provider's (`ch_...`). */
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=_)[0-9a-f]{24}/g;

/**
 * The statements as a program that can be run again and again: ids that the shop made are made anew in each run, `key`
 * is given by the caller of the run, and `constants` stay.
 */
export function programOf(
  statements: readonly Statement[],
  { key, constants, answer }: { key?: string; constants: readonly string[]; answer?: string },
): Program {
  const fixed = new Set(constants);
  const ids = JSON.stringify(statements.map(({ values }) => values)).match(ID) ?? [];
  const fresh = [...new Set(ids)].filter((id) => id !== key && !fixed.has(id));
  return { statements, key, fresh, answer };
}
