import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  Logger,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { Transaction } from '../../database/transaction.js';
import { failpoint } from '../../failpoints/failpoint.js';
import { replyOf, requestOf } from '../request.js';
import { leaseOf, keyOf } from './lease.js';
import { type Lease, Idempotency, Replay, type StoredAnswer } from './idempotency.js';
import { IdempotencyKeyInFlight, IdempotencyKeyRequired } from './idempotency.errors.js';
import { IDEMPOTENT, type IdempotentOptions, PROVES_TOKEN } from './idempotent.options.js';
import { LaterRequests } from './later-requests.js';
import { Leases } from './leases.js';

type Work = (lease: Lease) => Promise<unknown>;

/** Replays the stored answer of a repeated request, and stores the answer of a first one with its effect. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<unknown, unknown> {
  private readonly logger = new Logger(IdempotencyInterceptor.name);

  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
    private readonly transaction: Transaction,
    private readonly leases: Leases,
    private readonly later: LaterRequests,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = requestOf(context);
    const reply = replyOf(context);
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT, context.getHandler());
    if (isRequired(options, request.body) && keyOf(request) === undefined) throw new IdempotencyKeyRequired();
    const provesToken = this.reflector.get<boolean | undefined>(PROVES_TOKEN, context.getHandler());
    const lease = leaseOf(request, provesToken === true);
    if (!lease) return next.handle();
    const handle: Work = (current) => {
      request.idempotencyLease = current;
      return lastValueFrom(next.handle());
    };
    return defer(() => from(this.answer(lease, options, reply, handle)));
  }

  private async answer(
    lease: Lease,
    options: IdempotentOptions,
    reply: FastifyReply,
    handle: Work,
  ): Promise<unknown> {
    const outcome = await this.outcome(lease, options, reply, handle);
    return outcome instanceof Replay ? replay(reply, outcome.answer) : outcome;
  }

  private outcome(lease: Lease, { twoPhase, upload }: IdempotentOptions, reply: FastifyReply, handle: Work) {
    // An upload cannot be read twice, and no transaction stays open while it arrives.
    if (upload === true) return handle(lease);
    if (twoPhase === true) return this.later.do(lease, (current) => this.inTwoPhases(current, handle));
    return this.later.do(lease, (current) => this.inOneTransaction(current, reply, handle));
  }

  private async inOneTransaction(lease: Lease, reply: FastifyReply, handle: Work): Promise<unknown> {
    const outcome = await this.transaction.run(async () => {
      const stored = await this.idempotency.find(lease);
      if (stored) return new Replay(stored);
      const body = await handle(lease);
      await this.idempotency.store(lease, reply.statusCode, body);
      return body;
    });
    await failpoint('idempotency.committed');
    return outcome;
  }

  /** `Idempotency.begin` in the first transaction admits only a first request, so no lookup is needed here. */
  private async inTwoPhases(lease: Lease, handle: Work): Promise<unknown> {
    try {
      return await handle(lease);
    } catch (error) {
      if (lease.isTakenOver === true || !(error instanceof IdempotencyKeyInFlight))
        await this.endLease(lease);
      throw error;
    }
  }

  private async endLease(lease: Lease): Promise<void> {
    await this.leases
      .end(lease)
      .catch((error: unknown) => this.logger.warn(`A lease ends by its time alone: ${String(error)}`));
  }
}

const isRequired = ({ required = false }: IdempotentOptions, body: unknown): boolean =>
  typeof required === 'function' ? required(body) : required;

function replay(reply: FastifyReply, answer: StoredAnswer): string {
  reply.status(answer.status).header('idempotency-replayed', 'true');
  reply.header('content-type', 'application/json; charset=utf-8');
  return answer.json;
}
