import { TestProviderConfig } from '../../src/payments/providers/test/test-provider.config.js';
import { SIGNATURE_HEADER, signWebhook } from '../../src/payments/providers/test/webhook-signature.js';
import type { TestShop } from '../support/shop.js';
import { Cast } from './knowledge/cast.js';
import { Corpus } from './knowledge/corpus.js';
import type { ApiMap } from './knowledge/document.js';
import type { Errand } from './requests/errands.js';
import type { Hostile } from './mutations/hostile.js';
import { Learner } from './knowledge/learner.js';
import { Random } from '../support/random.js';
import type { Complaint, Judge } from './judgement/judge.js';
import { Ownership } from './judgement/ownership.js';
import type { FuzzAnswer, FuzzRequest } from './requests/request.js';
import { Requests } from './requests/requests.js';
import type { Transport } from './transport.js';
import { Values } from './requests/values.js';

/** What all lanes share. */
export interface Scene {
  readonly shop: TestShop;
  readonly api: ApiMap;
  readonly hostile: Hostile;
  readonly transport: Transport;
  readonly judge: Judge;
}

/** A request, its answer, and what is wrong with that. */
export interface Step {
  readonly request: FuzzRequest;
  readonly answer: FuzzAnswer;
  readonly complaint?: Complaint;
}

const TEND_EVERY = 100;
/** How many requests go on with what others have begun. */
const ON_ERRANDS = 0.45;
const MOST_ERRANDS = 40;
/** Sound requests with which a lane begins, so that there is something to ask for. */
const OPENING = [
  'createShippingMethod',
  'createCategory',
  'createTaxRate',
  'createProduct',
  'createProduct',
  'createProduct',
  'uploadMedia',
  'listShippingMethods',
  'listUsers',
  'listStockLevels',
  'createCart',
];

/**
 * One client after the other: a lane waits for each answer before it asks again, and learns from its own answers alone,
 * so that its seed decides its choices however many lanes run beside it.
 */
export class Lane {
  private readonly corpus = new Corpus();
  private readonly cast: Cast;
  private readonly learner: Learner;
  private readonly ownership: Ownership;
  private readonly random: Random;
  private readonly requests: Requests;
  private readonly opening = [...OPENING];
  private readonly errands: Errand[] = [];
  private steps = 0;

  constructor(
    private readonly scene: Scene,
    seed: number,
    number: number,
  ) {
    const { shop, api, hostile } = scene;
    const random = new Random(seed * 1_000 + number);
    this.random = random;
    const values = new Values(api, this.corpus, random, `${number}`);
    this.cast = new Cast(shop);
    this.ownership = new Ownership(shop);
    this.learner = new Learner(api, this.corpus, this.ownership);
    const { corpus, cast } = this;
    const secret = shop.get(TestProviderConfig).webhookSecret;
    const sign = (payload: Buffer) => ({ [SIGNATURE_HEADER]: signWebhook(payload, secret, unixSeconds()) });
    this.requests = new Requests({ api, random, values, corpus, cast, sign }, hostile);
  }

  /** Sends the next request and learns from its answer. */
  async step(): Promise<Step> {
    if (this.steps === 0) await this.cast.gather();
    else if (this.steps % TEND_EVERY === 0) await this.cast.tend();
    this.steps += 1;
    const first = this.opening.shift();
    const errand = first === undefined && this.random.chance(ON_ERRANDS) ? this.takeErrand() : undefined;
    const request = first === undefined ? this.requests.next(errand) : this.requests.sound(first);
    const answer = await this.scene.transport.send(request);
    const fair = await this.rightly(request, answer);
    const complaint =
      this.scene.judge.complaint(fair, answer) ?? (await this.ownership.complaint(fair, answer));
    if (answer.status < 300 && request.method === request.operation.method)
      this.errands.push(...this.learner.learn(request, answer));
    else if (errand && errand.triesLeft > 1)
      this.errands.push({ ...errand, triesLeft: errand.triesLeft - 1 });
    return { request, answer, complaint };
  }

  /** Any of those that have piled up, so that things are left half done as well as finished. */
  private takeErrand(): Errand | undefined {
    this.errands.splice(0, this.errands.length - MOST_ERRANDS);
    if (this.errands.length === 0) return undefined;
    return this.errands.splice(this.random.int(0, this.errands.length - 1), 1)[0];
  }

  /**
   * Requests change accounts, also of other lanes: who was turned away, or let in, against the document is asked for
   * what the account may do now.
   */
  private async rightly(request: FuzzRequest, { status }: FuzzAnswer): Promise<FuzzRequest> {
    const { principal, mayCall, notes } = request;
    const isTurnedAway = mayCall && (status === 401 || status === 403) && notes.length === 0;
    const isLetIn = !mayCall && status < 300;
    if (!isTurnedAway && !isLetIn) return request;
    const isAsItWas = await this.cast.stands(principal);
    await this.cast.renew(principal);
    return { ...request, mayCall: mayCall || !isAsItWas };
  }
}

const unixSeconds = (): number => Math.floor(Date.now() / 1_000);
