import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  DataSource,
  type EntityManager,
  QueryFailedError,
  type QueryRunner,
  QueryRunnerAlreadyReleasedError,
} from 'typeorm';
import { type Client, DatabaseError, type PoolClient, type QueryResult } from 'pg';
import { retry } from '../waiting.js';
import { isOutdated, PreparedStatements } from './prepared-statements.js';
import { type Answers, type Question, together } from './question.js';
import { bearSilence } from './silent-connections.js';
import { sqlState } from './sql-state.js';

type AfterCommit = () => void | Promise<void>;

interface RunningTransaction {
  readonly runner: QueryRunner;
  readonly afterCommit: AfterCommit[];
}

/** Serialization failure and deadlock: PostgreSQL asks to run the whole transaction again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 4;

const running = new AsyncLocalStorage<RunningTransaction | undefined>();
let runningCount = 0;

/**
 * Runs the work in the context of the transaction. While a storage is on, Node (before 24) calls a hook for each promise
 * and each request of the whole process; so it is on only while a transaction runs.
 */
async function within<T>(transaction: RunningTransaction, work: () => Promise<T>): Promise<T> {
  runningCount += 1;
  try {
    return await running.run(transaction, work);
  } finally {
    runningCount -= 1;
    if (runningCount === 0) running.disable();
  }
}

/**
 * The one way to a transaction. A nested `run` joins the outer one; repositories find it through `manager` and `sql`,
 * so nobody passes a manager. Isolation is READ COMMITTED: rows are guarded by locks and constraints.
 */
@Injectable()
export class Transaction {
  private readonly logger = new Logger(Transaction.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly prepared: PreparedStatements,
  ) {}

  /**
   * Runs the work in a transaction and commits it, or rolls all of it back when it throws. The work may run again
   * after a deadlock, so it must touch nothing but the database; what should follow goes to `afterCommit`.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (running.getStore()) return work();
    return retry(
      () => this.runOnce(work),
      (error, attempt) => {
        if (attempt >= MAX_ATTEMPTS || !(RETRYABLE.has(sqlState(error)) || isOutdated(error)))
          return undefined;
        this.logger.debug(`Transaction runs again after ${sqlState(error)} (attempt ${attempt})`);
        // Jitter keeps two transactions that met once from meeting again.
        return Math.random() * 20 * attempt;
      },
    );
  }

  /** Runs work apart from the running transaction, on a connection of its own. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return running.getStore() ? running.run(undefined, work) : work();
  }

  /** Runs after the outermost transaction has committed, in order; at once when there is none. A throw is logged only. */
  async afterCommit(effect: AfterCommit): Promise<void> {
    const current = running.getStore();
    if (current) current.afterCommit.push(effect);
    else await effect();
  }

  get isRunning(): boolean {
    return running.getStore() !== undefined;
  }

  /** From here on the running transaction may take its time: neither a statement nor its silence is limited. */
  async takeTime(): Promise<void> {
    await this.sql('SET LOCAL statement_timeout = 0');
    bearSilence((await running.getStore()?.runner.connect()) as PoolClient);
  }

  /** The manager of the running transaction, or the pool's when there is none. */
  get manager(): EntityManager {
    return running.getStore()?.runner.manager ?? this.dataSource.manager;
  }

  /** Runs one statement in the running transaction (or alone) and gives the rows that it returned. */
  async sql<T = Record<string, unknown>>(text: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return (await this.execute<T>(text, parameters)).rows;
  }

  /**
   * As `sql`, for a statement whose best plan depends on its parameters, such as filters that may be absent: it is
   * planned for them each time, where `sql` may come to use one plan for all.
   */
  async sqlPlannedAnew<T>(text: string, parameters: readonly unknown[]): Promise<T[]> {
    return (await this.send<T>(text, parameters, undefined)).rows;
  }

  /** Asks several questions in one statement; what is undefined is not asked. */
  async ask<T extends readonly (Question<unknown> | undefined)[]>(...questions: T): Promise<Answers<T>> {
    const asked = questions.filter((each) => each !== undefined);
    const { text, parameters } = together(asked);
    const [row] = asked.length === 0 ? [{}] : await this.sql<Record<string, unknown[]>>(text, parameters);
    return questions.map((each) => each?.read(row![`rows_${asked.indexOf(each)}`]!)) as unknown as Answers<T>;
  }

  /** As `sql`, with the number of rows that the statement touched. */
  async execute<T>(text: string, parameters: readonly unknown[] = []): Promise<{ rows: T[]; count: number }> {
    try {
      return await this.send<T>(text, parameters, this.prepared.nameOf(text, parameters));
    } catch (error) {
      // In a transaction PostgreSQL refuses all that follows, so it is the whole that runs again.
      if (!this.prepared.renew(text, error) || this.isRunning) throw error;
      return this.send<T>(text, parameters, this.prepared.nameOf(text, parameters));
    }
  }

  private async send<T>(text: string, parameters: readonly unknown[], name: string | undefined) {
    const runner = running.getStore()?.runner ?? this.dataSource.createQueryRunner();
    try {
      return await onConnection<T>(runner, text, [...parameters], name);
    } finally {
      if (runner !== running.getStore()?.runner) await runner.release();
    }
  }

  private async runOnce<T>(work: () => Promise<T>): Promise<T> {
    const current: RunningTransaction = { runner: this.dataSource.createQueryRunner(), afterCommit: [] };
    let result: T;
    try {
      // Before the transaction counts as begun: where there is no connection, there is nothing to roll back.
      await current.runner.connect();
      await current.runner.startTransaction();
      result = await within(current, work);
      await current.runner.commitTransaction();
    } catch (error) {
      await this.rollback(current.runner);
      throw lossBehind(error) ?? error;
    } finally {
      await current.runner.release();
    }
    await this.settle(current.afterCommit);
    return result;
  }

  private async rollback(runner: QueryRunner): Promise<void> {
    if (!runner.isTransactionActive) return;
    // A broken connection cannot roll back; the server does it by itself, and the first error is the one to tell.
    await runner
      .rollbackTransaction()
      .catch((error: unknown) => this.logger.warn(`Rollback failed: ${String(error)}`));
  }

  private async settle(effects: readonly AfterCommit[]): Promise<void> {
    for (const effect of effects) {
      try {
        await effect();
      } catch (error) {
        this.logger.error(
          'An after-commit effect failed',
          error instanceof Error ? error.stack : String(error),
        );
      }
    }
  }
}

/**
 * A connection that ends between two statements is let go of at once, and the next statement finds none. The work has
 * not ended, so nothing else can have let go of it.
 */
const lossBehind = (error: unknown): Error | undefined =>
  error instanceof QueryRunnerAlreadyReleasedError
    ? new Error('Connection terminated between two statements', { cause: error })
    : undefined;

/** TypeORM's own `query` cannot name a statement; this is the same otherwise. */
async function onConnection<T>(
  runner: QueryRunner,
  text: string,
  values: unknown[],
  name: string | undefined,
) {
  if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
  const client = (await runner.connect()) as PoolClient & Pick<Client, 'end'>;
  let result: QueryResult;
  try {
    result = await client.query({ name, text, values });
  } catch (error) {
    // A fatal error ends the connection; its end shows a moment later, and the pool would lend it once more until then.
    if (error instanceof DatabaseError && error.severity === 'FATAL')
      void client.end().catch(() => undefined);
    throw new QueryFailedError(text, values, error as Error);
  }
  return { rows: (result.rows ?? []) as T[], count: result.rowCount ?? 0 };
}
