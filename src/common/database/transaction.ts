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

/** Serialization failure and deadlock: PostgreSQL asks to run the transaction again. */
const RETRYABLE = new Set(['40001', '40P01']);
const MAX_ATTEMPTS = 4;

const running = new AsyncLocalStorage<RunningTransaction | undefined>();
let runningCount = 0;

/** Enabled only while a transaction runs: before Node 24, a storage costs a hook for each promise. */
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
 * Runs transactions. A nested `run` joins the outer one, and repositories find it through `manager` and
 * `sql`. Isolation is READ COMMITTED; locks and constraints guard rows.
 */
@Injectable()
export class Transaction {
  private readonly logger = new Logger(Transaction.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly prepared: PreparedStatements,
  ) {}

  /**
   * Commits the work, or rolls it back when it throws. The work may run again after a deadlock, so it must
   * change only the database; other effects belong in `afterCommit`.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (running.getStore()) return work();
    return retry(
      () => this.runOnce(work),
      (error, attempt) => {
        if (attempt >= MAX_ATTEMPTS || !(RETRYABLE.has(sqlState(error)) || isOutdated(error)))
          return undefined;
        this.logger.debug(`Transaction runs again after ${sqlState(error)} (attempt ${attempt})`);
        return Math.random() * 20 * attempt;
      },
    );
  }

  /** Runs work outside the running transaction, on another connection. */
  outside<T>(work: () => Promise<T>): Promise<T> {
    return running.getStore() ? running.run(undefined, work) : work();
  }

  /** Runs after the outermost commit, in order; at once without a transaction. Failures are only logged. */
  async afterCommit(effect: AfterCommit): Promise<void> {
    const current = running.getStore();
    if (current) current.afterCommit.push(effect);
    else await effect();
  }

  get isRunning(): boolean {
    return running.getStore() !== undefined;
  }

  /** Removes the time limits of the running transaction. */
  async takeTime(): Promise<void> {
    await this.sql('SET LOCAL statement_timeout = 0');
    bearSilence((await running.getStore()?.runner.connect()) as PoolClient);
  }

  get manager(): EntityManager {
    return running.getStore()?.runner.manager ?? this.dataSource.manager;
  }

  async sql<T = Record<string, unknown>>(text: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return (await this.execute<T>(text, parameters)).rows;
  }

  /** As `sql`, but planned on each execution (not prepared), which suits optional filters. */
  async sqlPlannedAnew<T>(text: string, parameters: readonly unknown[]): Promise<T[]> {
    return (await this.send<T>(text, parameters, undefined)).rows;
  }

  async ask<T extends readonly (Question<unknown> | undefined)[]>(...questions: T): Promise<Answers<T>> {
    const asked = questions.filter((each) => each !== undefined);
    const { text, parameters } = together(asked);
    const [row] = asked.length === 0 ? [{}] : await this.sql<Record<string, unknown[]>>(text, parameters);
    return questions.map((each) => each?.read(row![`rows_${asked.indexOf(each)}`]!)) as unknown as Answers<T>;
  }

  async execute<T>(text: string, parameters: readonly unknown[] = []): Promise<{ rows: T[]; count: number }> {
    try {
      return await this.send<T>(text, parameters, this.prepared.nameOf(text, parameters));
    } catch (error) {
      // A transaction refuses all further statements after an error, so it runs again as a whole.
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
      // Connects first: without a connection there is nothing to roll back.
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
    // The server rolls back a broken connection by itself, and the first error must be reported.
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

/** TypeORM releases a broken connection, and the next statement reports only that. */
const lossBehind = (error: unknown): Error | undefined =>
  error instanceof QueryRunnerAlreadyReleasedError
    ? new Error('Connection terminated between two statements', { cause: error })
    : undefined;

/** As TypeORM's `query`, but with a statement name. */
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
    // The pool could lend this connection again before it notices the end.
    if (error instanceof DatabaseError && error.severity === 'FATAL')
      void client.end().catch(() => undefined);
    throw new QueryFailedError(text, values, error as Error);
  }
  return { rows: (result.rows ?? []) as T[], count: result.rowCount ?? 0 };
}
