import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommonModule } from '../../src/common/common.module.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { DomainEvent, type EventFacts } from '../../src/common/events/domain-event.js';
import { Jobs } from '../../src/common/events/jobs.js';
import { Outbox } from '../../src/common/events/outbox.js';
import { Job, OnEvent, Promptly } from '../../src/common/events/subscribe.decorator.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

class BellRung extends DomainEvent {
  static override readonly type = 'bells.bell_rung';
  constructor(
    readonly aggregateId: string,
    readonly times: number,
  ) {
    super();
  }
}

@Injectable()
class Listener {
  readonly heard: EventFacts<BellRung>[] = [];
  readonly ran: unknown[] = [];
  failures = 0;
  mostInside = 0;
  private readonly inside = new Map<string, number>();

  @OnEvent(BellRung)
  async onBell(event: EventFacts<BellRung>): Promise<void> {
    this.enter(event.aggregateId, 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.enter(event.aggregateId, -1);
    if (event.aggregateId === 'cracked') throw new Error('a bell that is cracked');
    this.heard.push(event);
  }

  private enter(aggregateId: string, change: 1 | -1): void {
    const count = (this.inside.get(aggregateId) ?? 0) + change;
    this.inside.set(aggregateId, count);
    this.mostInside = Math.max(this.mostInside, count);
  }

  @Job('test.flaky', { says: 'Does what the test asks' })
  async flaky(payload: object): Promise<void> {
    this.ran.push(payload);
    if ((this.failures += 1) === 1) throw new Error('the first try fails');
  }
}

@Injectable()
class SecondListener {
  readonly heard: string[] = [];

  @OnEvent(BellRung)
  async onBell(event: EventFacts<BellRung>): Promise<void> {
    this.heard.push(event.id);
  }
}

@Injectable()
class PromptListener {
  readonly heard: EventFacts<BellRung>[] = [];
  failures = 0;

  @Promptly(BellRung)
  async onBell(event: EventFacts<BellRung>): Promise<void> {
    if (this.failures-- > 0) throw new Error('a listener that fails');
    this.heard.push(event);
  }
}

@Module({ imports: [CommonModule], providers: [Listener, PromptListener, SecondListener] })
class BellsModule {}

describe('an event that is published promptly', () => {
  let shop: TestShop;
  let prompt: PromptListener;
  beforeAll(async () => {
    shop = await openShop({ root: BellsModule, worker: false });
    prompt = shop.get(PromptListener);
  });
  afterAll(() => shop.close());

  const queued = async (event: BellRung) =>
    (
      await shop.sql<{ subscriber: string }>(
        `SELECT payload ->> 'subscriber' AS subscriber FROM graphile_worker._private_jobs
         WHERE payload ->> 'eventId' = $1 ORDER BY 1`,
        [event.id],
      )
    ).map(({ subscriber }) => subscriber);
  const all = ['Listener.onBell', 'SecondListener.onBell'];

  it('is heard by who is prompt before the work has ended, and queued for the others', async () => {
    const event = new BellRung('tower', 3);
    await shop.get(Transaction).run(async () => {
      await shop.get(Outbox).publishPromptly(event);
      expect(prompt.heard).toEqual([]);
    });
    expect(prompt.heard).toEqual([{ id: event.id, aggregateId: 'tower', times: 3 }]);
    expect([shop.get(Listener).heard, shop.get(SecondListener).heard]).toEqual([[], []]);
    expect(await queued(event)).toEqual(all);
  });

  it('is left to the queue by a listener that fails, which the change outlives', async () => {
    const event = new BellRung('tower', 4);
    prompt.failures = 1;
    const before = prompt.heard.length;
    await shop.get(Transaction).run(() => shop.get(Outbox).publishPromptly(event));
    expect(prompt.heard).toHaveLength(before);
    expect(await queued(event)).toEqual(all);
  });

  it('is heard by nobody when the transaction is rolled back, nor at once when published otherwise', async () => {
    const before = prompt.heard.length;
    const undone = shop.get(Transaction).run(async () => {
      await shop.get(Outbox).publishPromptly(new BellRung('tower', 5));
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    const event = new BellRung('tower', 6);
    await shop.get(Transaction).run(() => shop.get(Outbox).publish(event));
    expect(prompt.heard).toHaveLength(before);
    expect(await queued(event)).toEqual(all);
  });
});

describe('the outbox', () => {
  let shop: TestShop;
  let listener: Listener;
  beforeAll(async () => {
    shop = await openShop({ root: BellsModule });
    listener = shop.get(Listener);
  });
  afterAll(() => shop.close());

  const ring = (...events: BellRung[]) =>
    shop.get(Transaction).run(() => shop.get(Outbox).publish(...events));

  it('brings an event to every subscriber after the commit', async () => {
    const event = new BellRung('tower', 3);
    await ring(event);
    await eventually(() => listener.heard.length === 1 && shop.get(SecondListener).heard.length === 1);
    expect(listener.heard[0]).toEqual({ id: event.id, aggregateId: 'tower', times: 3 });
    expect(await shop.sql('SELECT type, aggregate_id FROM outbox WHERE id = $1', [event.id])).toEqual([
      { type: 'bells.bell_rung', aggregate_id: 'tower' },
    ]);
  });

  it('writes an event in the transaction of its change', async () => {
    const event = new BellRung('tower', 2);
    await shop.get(Transaction).run(async () => {
      await shop.get(Outbox).publish(event);
      const seen = () => shop.get(Transaction).sql('SELECT type FROM outbox WHERE id = $1', [event.id]);
      expect(await seen()).toHaveLength(1);
      expect(await shop.get(Transaction).outside(seen)).toEqual([]);
    });
  });

  it('forgets event and jobs when the transaction is rolled back', async () => {
    const event = new BellRung('tower', 1);
    const work = shop.get(Transaction).run(async () => {
      await shop.get(Outbox).publish(event);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect(await shop.sql('SELECT 1 FROM outbox WHERE id = $1', [event.id])).toEqual([]);
  });

  it('refuses to publish outside a transaction', async () => {
    await expect(shop.get(Outbox).publish(new BellRung('tower', 1))).rejects.toThrow(
      'transaction of its change',
    );
  });

  it('never handles two events of one aggregate side by side', async () => {
    listener.heard.length = 0;
    listener.mostInside = 0;
    await ring(...Array.from({ length: 12 }, (_, times) => new BellRung('one-tower', times)));
    const heard = () => listener.heard.filter(({ aggregateId }) => aggregateId === 'one-tower');
    await eventually(() => heard().length === 12);
    expect(listener.mostInside).toBe(1);
  });

  it('keeps the log append-only, whoever asks', async () => {
    await expect(shop.sql(`UPDATE outbox SET type = 'a.b'`)).rejects.toThrow('append-only');
    await expect(shop.sql('DELETE FROM outbox')).rejects.toThrow('append-only');
  });

  it('tries a failed job again', async () => {
    await shop.get(Jobs).enqueue('test.flaky', { n: 1 });
    await eventually(() => listener.ran.length === 1);
    await eventually(
      async () => (await shop.sql('SELECT attempts FROM graphile_worker.jobs'))[0]?.attempts === 1,
    );
    // The next try stands in the future: it is brought forward instead of waited for.
    await shop.sql('UPDATE graphile_worker._private_jobs SET run_at = now()');
    await eventually(() => listener.ran.length === 2);
  });

  it('parks an event that fails at every try, tells of it, and brings the others', async () => {
    const parked = async () => {
      const findings = await shop.get(Doctor).examine();
      return findings.find(({ invariant }) => invariant.name === 'common.no_job_is_parked')!.rows;
    };
    expect(await parked()).toEqual([]);
    listener.heard.length = 0;
    await ring(new BellRung('cracked', 1), new BellRung('whole', 1));
    await eventually(() => listener.heard.length === 1);
    expect(listener.heard[0]!.aggregateId).toBe('whole');
    await eventually(async () => {
      await shop.sql(
        `UPDATE graphile_worker._private_jobs SET run_at = now(), attempts = max_attempts - 1
         WHERE locked_at IS NULL AND attempts BETWEEN 1 AND max_attempts - 2`,
      );
      return (await parked()).length === 1;
    });
    expect(await parked()).toEqual([expect.objectContaining({ last_error: 'a bell that is cracked' })]);
    await ring(new BellRung('whole', 2));
    await eventually(() => listener.heard.length === 2);
  });

  it('lets a later job with the same key take the place of one that has not begun', async () => {
    await shop.get(Jobs).enqueue('test.flaky', { n: 'old' }, { key: 'k', delaySeconds: 60 });
    await shop.get(Jobs).enqueue('test.flaky', { n: 'new' }, { key: 'k', delaySeconds: 60 });
    const jobs = await shop.sql(`SELECT payload FROM graphile_worker._private_jobs WHERE key = 'k'`);
    expect(jobs).toEqual([{ payload: { n: 'new' } }]);
  });
});
