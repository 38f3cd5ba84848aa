import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { TestProvider } from '../../src/payments/providers/test/test-provider.js';
import { ApiDocument } from '../../src/common/openapi/api-document.js';
import { eventually } from '../support/eventually.js';
import type { TestShop } from '../support/shop.js';
import { ApiMap } from './knowledge/document.js';
import { ErrorLog } from './judgement/error-log.js';
import type { Hostile } from './mutations/hostile.js';
import { Judge } from './judgement/judge.js';
import { Lane, type Scene } from './lane.js';
import type { FuzzRequest } from './requests/request.js';
import { CALL_FOR_STAFF, decideOnAll, refuseSome } from './refusals.js';
import { Stalls } from './judgement/stalls.js';
import { type Finding, Tally } from './judgement/tally.js';
import { Transport } from './transport.js';
import { Turns } from './turns.js';

export interface FuzzOptions {
  readonly requests: number;
  /** Decides what every lane asks. What the shop makes by itself (ids, tokens, times) differs from run to run. */
  readonly seed: number;
  /** Requests under way at once. */
  readonly lanes: number;
  readonly hostile: Hostile;
  /** Ends the run early. */
  readonly signal?: AbortSignal;
  readonly onRequest?: (tally: Tally) => void;
  readonly onFinding?: (finding: Finding) => void;
}

/** Settings of a shop to be fuzzed: what is slow on purpose is made quick. */
export const FUZZED_SHOP = {
  TEST_PROVIDER_DELAY_MS: '100',
  MEDIA_DIR: join(tmpdir(), `cartwright-fuzz-${process.pid}`),
} as const;

process.once('exit', () => rmSync(FUZZED_SHOP.MEDIA_DIR, { recursive: true, force: true }));

const JOBS_PATIENCE_MS = 60_000;

/** Sends requests until there were enough of them, then looks whether the shop is still whole. */
export async function fuzz(shop: TestShop, options: FuzzOptions): Promise<Tally> {
  const port = Number(new URL(await shop.listen()).port);
  const log = new ErrorLog(CALL_FOR_STAFF);
  shop.app.useLogger(log);
  const transport = new Transport(shop.app, port);
  const api = new ApiMap(shop.get(ApiDocument).content!);
  const judge = new Judge(shop.contract, log);
  const run = new Run({ shop, api, hostile: options.hostile, transport, judge }, options);
  // What would end the process is a finding, and the run goes on.
  const onStray = (error: unknown): void => log.error({ err: error, msg: 'Nobody caught this' });
  const refuseNoMore = refuseSome(shop.get(TestProvider));
  process.on('unhandledRejection', onStray).on('uncaughtException', onStray);
  try {
    await run.send();
    await run.settle(log);
    return run.tally;
  } finally {
    run.stalls.close();
    refuseNoMore();
    transport.close();
    process.off('unhandledRejection', onStray).off('uncaughtException', onStray);
  }
}

class Run {
  readonly tally: Tally;
  readonly stalls: Stalls;
  private readonly turns = new Turns();
  private begun = 0;
  private isOver = false;

  constructor(
    private readonly scene: Scene,
    private readonly options: FuzzOptions,
  ) {
    this.tally = new Tally(scene.api.operations, scene.api.codes);
    this.stalls = new Stalls(scene.transport);
  }

  async send(): Promise<void> {
    const { lanes, seed } = this.options;
    const running = Array.from({ length: lanes }, (_, number) =>
      this.follow(new Lane(this.scene, seed, number)),
    );
    // None may go on when the shop is being closed because another one broke.
    const ended = await Promise.allSettled(running.map((lane) => lane.finally(() => (this.isOver = true))));
    for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
  }

  /** Lets what is queued end, and looks for what no answer shows. */
  async settle(log: ErrorLog): Promise<void> {
    const { shop } = this.scene;
    await eventually(async () => (await dueJobs(shop)) === 0, JOBS_PATIENCE_MS).catch((error: unknown) =>
      this.note('jobs that never end', String(error)),
    );
    await decideOnAll(shop).catch((error: unknown) =>
      this.note('refunds that staff cannot decide on', String(error)),
    );
    for (const { task, error } of await failedJobs(shop)) this.note(`a job that fails: ${task}`, error);
    for (const { message, place } of log.takeOthers()) this.note(`logged ${place}`, message);
    for (const { invariant, rows } of await shop.get(Doctor).examine())
      if (rows.length > 0)
        this.note(`broken: ${invariant.name}`, `${invariant.says}\n${JSON.stringify(rows)}`);
  }

  private async follow(lane: Lane): Promise<void> {
    const { requests, signal, onRequest, onFinding } = this.options;
    while (this.begun < requests && !this.isOver) {
      this.begun += 1;
      this.isOver ||= signal?.aborted === true;
      const stoodStill = this.stalls.count;
      const { request, answer, complaint } = await this.turns.beside(() => lane.step());
      this.tally.count(request, answer);
      const finding = complaint && this.tally.note(complaint, request);
      if (finding) onFinding?.(finding);
      if (this.stalls.count > stoodStill) await this.examine(request);
      onRequest?.(this.tally);
    }
  }

  /** Whether it was this request that kept all others waiting. */
  private async examine(request: FuzzRequest): Promise<void> {
    const complaint = await this.turns.alone(() => this.stalls.complaint(request));
    if (complaint) this.note(complaint.key, complaint.says, request);
  }

  private note(key: string, says: string, request?: FuzzRequest): void {
    const finding = this.tally.note({ key, says }, request);
    if (finding) this.options.onFinding?.(finding);
  }
}

async function dueJobs(shop: TestShop): Promise<number> {
  const [row] = await shop.sql<{ count: number }>(
    'SELECT count(*) AS count FROM graphile_worker.jobs WHERE run_at <= now() OR locked_at IS NOT NULL',
  );
  return row!.count;
}

/** Jobs that have thrown, whether or not they will be tried again. */
const failedJobs = (shop: TestShop): Promise<{ task: string; error: string }[]> =>
  shop.sql(
    `SELECT task_identifier AS task, last_error AS error FROM graphile_worker.jobs WHERE last_error IS NOT NULL`,
  );
