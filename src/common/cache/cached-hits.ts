import { Injectable } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { encodingFor } from '../http/compression/encodings.js';
import { isFresh } from '../http/etag.js';
import { isRead } from '../http/is-read.js';
import { Metrics } from '../http/metrics/metrics.js';
import type { RateLimitState } from '../http/rate-limit/rate-limiter.js';
import { ReadsLimit } from '../http/rate-limit/reads-limit.js';
import { type Headers, StandingHeaders } from '../http/standing-headers.js';
import { AnswerStore } from './answer-store.js';
import { cacheKey } from './cache-key.js';
import { PUBLIC_HEADERS } from './cached.options.js';
import { EncodedAnswers, type WireForm } from './encoded-answers.js';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly began: number;
}

/** Constant headers, names and values in turn: the cheapest form for Node. */
interface Heads {
  readonly full: readonly string[];
  /** RFC 9110, 15.4.5. */
  readonly notModified: readonly string[];
}

/**
 * Answers cache hits before the framework, which costs more than the answer. Requests with credentials or
 * from other origins take the normal way.
 */
@Injectable()
export class CachedHits {
  private readonly heads = new WeakMap<WireForm, Heads>();

  constructor(
    private readonly answers: AnswerStore,
    private readonly limit: ReadsLimit,
    private readonly standingHeaders: StandingHeaders,
    private readonly metrics: Metrics,
    private readonly encoded: EncodedAnswers,
  ) {}

  answer(request: IncomingMessage, response: ServerResponse, goOn: () => void): void {
    const standing = this.standingHeaders.of(request);
    const isPlain = isRead(request.method) && isAnonymous(request);
    const answer = standing && isPlain ? this.answers.find(cacheKey(request.url!)) : undefined;
    if (!standing || !answer) return goOn();
    const exchange = { request, response, began: performance.now() };
    const state = this.limit.consume(request);
    // The guard refuses requests over the limit.
    if (state?.isExceeded === true) return goOn();
    const encoding = encodingFor(request.headers, answer.body.length);
    const form = this.encoded.find(answer, encoding);
    if (form) return this.give(form, standing, exchange, limits(state));
    this.encoded
      .make(answer, encoding!)
      .then((made) => this.give(made, standing, exchange, limits(state)), goOn);
  }

  private give(
    form: WireForm,
    standing: Headers,
    { request, response, began }: Exchange,
    limitHeaders: readonly string[],
  ): void {
    const requestId = randomUUID();
    const own = ['x-request-id', requestId, ...limitHeaders];
    const heads = this.headsOf(form, standing);
    const status = isFresh(request, form.etag) ? 304 : 200;
    if (status === 304) response.writeHead(304, heads.notModified.concat(own)).end();
    else response.writeHead(200, heads.full.concat(own)).end(form.body, 'latin1');
    const { route } = form;
    const method = request.method!;
    this.metrics.answered({ requestId, method, route, status, ms: performance.now() - began });
  }

  private headsOf(form: WireForm, standing: Headers): Heads {
    const known = this.heads.get(form);
    if (known) return known;
    const validators = { ...PUBLIC_HEADERS, 'cache-status': 'cartwright; hit', etag: form.etag };
    const full = {
      ...standing,
      ...validators,
      'content-type': 'application/json; charset=utf-8',
      'content-length': form.body.length,
      ...(form.encoding && { 'content-encoding': form.encoding }),
    };
    const heads = { full: flat(full), notModified: flat(validators) };
    this.heads.set(form, heads);
    return heads;
  }
}

const isAnonymous = ({ headers }: IncomingMessage): boolean =>
  headers.authorization === undefined && headers.cookie === undefined;

const limits = (state: RateLimitState | undefined): readonly string[] =>
  state
    ? [
        'ratelimit-limit',
        String(state.limit),
        'ratelimit-remaining',
        String(state.remaining),
        'ratelimit-reset',
        String(state.resetSeconds),
      ]
    : [];

const flat = (headers: Headers): readonly string[] => Object.entries(headers).flat().map(String);
