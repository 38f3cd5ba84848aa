import type { INestApplicationContext, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { AppModule } from '../../src/app.module.js';
import type { Question } from '../../src/common/database/question.js';
import { Transaction } from '../../src/common/database/transaction.js';
import { Doctor } from '../../src/common/doctor/doctor.js';
import { Takeover } from '../../src/common/events/takeover.js';
import { createApplication } from '../../src/common/boot/application.js';
import { Contract } from './contract.js';
import { createDatabase, dropDatabase, waitPatiently } from './database.js';
import type { Ground } from './ground.js';
import { fetching, HttpClient, injecting } from './http-client.js';

type Token<T> = Parameters<INestApplicationContext['get']>[0] & (abstract new (...args: never[]) => T);

export interface ShopOptions {
  /** Settings of this shop alone. */
  readonly env?: Readonly<Record<string, string>>;
  /** Off where background statements would blur a count. */
  readonly worker?: boolean;
  /** False where the database's limits on statements and locks are what is tested. */
  readonly isPatient?: boolean;
  /** Another application in the shop's place, for tests of the ground itself. */
  readonly root?: Type;
}

interface SpiedClient {
  readonly connectionParameters: { readonly application_name?: string };
}

/** A whole shop on a database of its own. */
export class TestShop {
  /** Speaks to the application without a port. */
  readonly http: HttpClient;
  private networkClient?: HttpClient;
  private url?: string;

  constructor(
    readonly app: NestFastifyApplication,
    readonly contract: Contract,
    readonly databaseUrl: string,
    private readonly onClose: () => Promise<void>,
  ) {
    this.http = new HttpClient(injecting(app), contract);
  }

  get<T>(type: Token<T>): T {
    return this.app.get(type, { strict: false });
  }

  sql<T = any>(text: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return this.get(Transaction).sql<T>(text, parameters);
  }

  /** Asks one question of a facade's. */
  async ask<T>(question: Question<T>): Promise<T> {
    const [answer] = await this.get(Transaction).ask(question);
    return answer;
  }

  /** Opens a port on loopback (once) and gives its base URL. */
  async listen(): Promise<string> {
    this.url ??= await this.app.listen(0, '127.0.0.1').then(() => this.app.getUrl());
    this.networkClient ??= new HttpClient(fetching(this.url), this.contract);
    return this.url;
  }

  /** Speaks over real connections; `listen` first. */
  get network(): HttpClient {
    if (!this.networkClient) throw new Error('Call listen() first');
    return this.networkClient;
  }

  /** Fails with the rows of every invariant that is broken. */
  async doctor(): Promise<void> {
    const broken = (await this.get(Doctor).examine()).filter(({ rows }) => rows.length > 0);
    const lines = broken.map(
      ({ invariant, rows }) => `${invariant.name}: ${invariant.says}\n  ${JSON.stringify(rows)}`,
    );
    if (lines.length > 0) throw new Error(`Broken invariants:\n${lines.join('\n')}`);
  }

  /**
   * The SQL statements that the application sends while the work runs, BEGIN and COMMIT included: those of requests, or
   * of whichever connections are asked for.
   */
  async statementsOf(
    work: () => Promise<unknown>,
    isCounted = (connection: string): boolean => connection === 'cartwright',
  ): Promise<string[]> {
    const statements: string[] = [];
    const prototype = pg.Client.prototype as unknown as {
      query: (this: SpiedClient, ...args: any[]) => unknown;
    };
    const { query } = prototype;
    prototype.query = function (...args) {
      if (isCounted(this.connectionParameters.application_name ?? ''))
        statements.push(String(args[0]?.text ?? args[0]));
      return query.apply(this, args);
    };
    try {
      await work();
      return statements;
    } finally {
      prototype.query = query;
    }
  }

  close = (): Promise<void> => this.onClose();
}

/** Opens a shop: its database is a copy of the migrated template, its secrets are made for it. */
export const openShop = (options: ShopOptions = {}): Promise<TestShop> =>
  openShopOn({ serverUrl: inject('serverUrl'), template: inject('template') }, options);

/** The same on ground that the test runner did not lay, for commands. */
export async function openShopOn({ serverUrl, template }: Ground, options: ShopOptions): Promise<TestShop> {
  const name = `cartwright_test_${randomUUID().replaceAll('-', '')}`;
  const databaseUrl = await createDatabase(serverUrl, name, template);
  if (options.isPatient ?? true) await waitPatiently(databaseUrl);
  const restore = setEnvironment({
    ...environment(databaseUrl),
    WORKER: String(options.worker ?? true),
    ...options.env,
  });
  await SwaggerModule.loadPluginMetadata(await swaggerMetadata());
  const { app, document } = await createApplication(options.root ?? AppModule).catch((error: unknown) => {
    restore();
    throw error;
  });
  if (options.worker === false) await restFromTakeovers(app);
  return new TestShop(app, Contract.of(document), databaseUrl, async () => {
    await app.close();
    restore();
    await dropDatabase(serverUrl, name);
  });
}

/** Another application on the database of a shop that is open, as a second process would be. Close it first. */
export async function openBeside(
  shop: TestShop,
  env: Readonly<Record<string, string>> = {},
): Promise<TestShop> {
  const restore = setEnvironment({ ...environment(shop.databaseUrl), WORKER: 'false', ...env });
  const { app, document } = await createApplication(AppModule);
  return new TestShop(app, Contract.of(document), shop.databaseUrl, async () => {
    await app.close();
    restore();
  });
}

/** Its looks for the work of the dead are statements, too. */
const restFromTakeovers = (app: INestApplicationContext): Promise<void> =>
  app.get(Takeover, { strict: false }).beforeApplicationShutdown();

async function swaggerMetadata(): Promise<() => Promise<Record<string, any>>> {
  const file = '../.generated/metadata.ts';
  return ((await import(/* @vite-ignore */ file)) as { default: () => Promise<Record<string, any>> }).default;
}

const signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  type: 'pkcs8',
  format: 'pem',
});
const secret = (): string => randomBytes(32).toString('base64url');
const secrets = {
  APP_SECRET: secret(),
  AUTH_REFRESH_SECRET: secret(),
  TEST_PROVIDER_WEBHOOK_SECRET: secret(),
};

const environment = (databaseUrl: string) => ({
  ...secrets,
  DATABASE_URL: databaseUrl,
  AUTH_SIGNING_KEY: signingKey.toString(),
  RATE_LIMITS: 'off',
  LOAD_SHEDDING: 'off',
  WORKER_POLL_MS: '200',
  // On a busy machine a test waits for its turn, where a shop would answer 503.
  DATABASE_POOL_WAIT_MS: '15000',
});

function setEnvironment(values: Readonly<Record<string, string>>): () => void {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  Object.assign(process.env, values);
  return () => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
