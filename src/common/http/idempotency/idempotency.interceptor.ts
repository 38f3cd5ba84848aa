import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defer, from, lastValueFrom, type Observable } from 'rxjs';
import { Transaction } from '../../database/transaction.js';
import { failpoint } from '../../failpoints/failpoint.js';
import { claimOf, keyOf } from './claim.js';
import { type Claim, Idempotency, Replay, type StoredAnswer } from './idempotency.js';
import { IdempotencyKeyInFlight, IdempotencyKeyRequired } from './idempotency.errors.js';
import { IDEMPOTENT, type IdempotentOptions, PROVES_TOKEN } from './idempotent.options.js';

/** Answers a repeated request from the store; does a first one, and stores its answer with its effect. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor<unknown, unknown> {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotency: Idempotency,
    private readonly transaction: Transaction,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT, context.getHandler());
    if (isRequired(options, request.body) && keyOf(request) === undefined) throw new IdempotencyKeyRequired();
    const provesToken = this.reflector.get<boolean | undefined>(PROVES_TOKEN, context.getHandler());
    const claim = claimOf(request, provesToken === true);
    if (!claim) return next.handle();
    if (options.twoPhase === true) return defer(() => from(this.inTwoPhases(claim, request, reply, next)));
    if (options.upload === true) return defer(() => from(this.afterUpload(claim, request, reply, next)));
    return defer(() => from(this.inOneTransaction(claim, reply, next)));
  }

  private async inOneTransaction(
    claim: Claim,
    reply: FastifyReply,
    next: CallHandler<unknown>,
  ): Promise<unknown> {
    const outcome = await this.transaction.run(async () => {
      const stored = await this.idempotency.find(claim);
      if (stored) return { stored };
      const body = await lastValueFrom(next.handle());
      await this.idempotency.store(claim, reply.statusCode, body);
      return { body };
    });
    await failpoint('idempotency.committed');
    return outcome.stored ? replay(reply, outcome.stored) : outcome.body;
  }

  /** No transaction stays open while a body arrives. */
  private async afterUpload(
    claim: Claim,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler<unknown>,
  ): Promise<unknown> {
    request.idempotencyClaim = claim;
    const outcome = await lastValueFrom(next.handle());
    return outcome instanceof Replay ? replay(reply, outcome.answer) : outcome;
  }

  /**
   * The handler's first transaction begins with `Idempotency.begin`, which lets a first request through and no other.
   * So a first one costs no look, and only one that was refused there asks for the answer that may be stored.
   */
  private async inTwoPhases(
    claim: Claim,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler<unknown>,
  ): Promise<unknown> {
    request.idempotencyClaim = claim;
    try {
      return await lastValueFrom(next.handle());
    } catch (error) {
      const stored = error instanceof IdempotencyKeyInFlight ? await this.idempotency.find(claim) : undefined;
      if (!stored) throw error;
      return replay(reply, stored);
    }
  }
}

const isRequired = ({ required = false }: IdempotentOptions, body: unknown): boolean =>
  typeof required === 'function' ? required(body) : required;

function replay(reply: FastifyReply, answer: StoredAnswer): string {
  reply.status(answer.status).header('idempotency-replayed', 'true');
  reply.header('content-type', 'application/json; charset=utf-8');
  return answer.json;
}
