import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { TestProviderConfig } from '../../src/payments/providers/test/test-provider.config.js';
import { SIGNATURE_HEADER, signWebhook } from '../../src/payments/providers/test/webhook-signature.js';
import { Random } from '../support/random.js';
import { aStaff, signIn } from '../support/builders/accounts.js';
import { aVariant } from '../support/builders/products.js';
import { aShippingMethod } from '../support/builders/shipping.js';
import { eventually } from '../support/eventually.js';
import { openShopOn, type TestShop } from '../support/shop.js';
import { buildShop, freePort, ShopProcess } from '../support/shop-process.js';
import { audit, settle } from './books.js';
import { Chaos } from './chaos.js';
import { TortureClient } from './client.js';
import { CrashingPostgres } from './database.js';
import { Journal } from './journal.js';
import { LONG_ENOUGH_SECONDS, missedIn, reachedIn } from './reach.js';
import { TortureProgress } from './progress.js';
import { Shopper, type TorturedShop } from './shopper.js';
import { verdictOn } from './verdict.js';
import { keepCutting } from './worker-cuts.js';

const USAGE = `npm run torture -- [--minutes 10] [--seed 7] [--clients 32] [--crash-seconds 120]

Two processes of the shop on one PostgreSQL, random clients, and SIGKILL for all of them; at the end the shop, the
provider's books and what the clients were told must agree to the minor unit.`;

const VARIANTS = 12;
const STAFF_TOKEN_MS = 120_000;

interface Arguments {
  readonly minutes: number;
  readonly seed: number;
  readonly clients: number;
  readonly crashSeconds: number;
}

/** The command: exit code 0 when nothing was violated, 1 when something was, 2 when it was called wrongly. */
export async function main(args: string[]): Promise<number> {
  const chosen = argumentsOf(args);
  if (!chosen) {
    process.stderr.write(`${USAGE}\n`);
    return 2;
  }
  buildShop();
  const postgres = await CrashingPostgres.start();
  const processes = [new ShopProcess(await freePort()), new ShopProcess(await freePort())];
  try {
    const env = {
      DATA_DIR: postgres.folder,
      LOG_LEVEL: 'fatal',
      TEST_PROVIDER_DELAY_MS: '500',
      ORDER_PAYMENT_TTL_MINUTES: '1',
    };
    const shop = await openShopOn(await postgres.ground(), { worker: false, env });
    return await torture(shop, postgres, processes, chosen);
  } finally {
    for (const shop of processes) await shop.end();
    await postgres.remove();
  }
}

async function torture(
  shop: TestShop,
  postgres: CrashingPostgres,
  processes: readonly ShopProcess[],
  { minutes, seed, clients, crashSeconds }: Arguments,
): Promise<number> {
  process.env['WORKER'] = 'on';
  const tortured = await prepared(shop);
  for (const started of processes) await started.start();

  const journal = new Journal();
  const chaos = new Chaos(new Random(seed), processes, postgres, crashSeconds * 1_000, journal);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const progress = new TortureProgress(journal, chaos, postgres, minutes);
  const urls = processes.map(({ url }) => url);
  const shoppers = Array.from({ length: clients }, (_, index) => {
    const name = `client-${index}`;
    const client = new TortureClient(name, urls, journal);
    return new Shopper(name, new Random(seed * 1_000 + index), client, tortured, journal).run(stop.signal);
  });
  const cutting = keepCutting(shop, new Random(seed + 1), stop.signal);
  const killing = chaos.run(stop.signal);
  const began = performance.now();
  await Promise.race([
    delay(minutes * 60_000, undefined, { signal: stop.signal }).catch(() => undefined),
    killing,
  ]);
  const seconds = Math.ceil((performance.now() - began) / 1_000);
  if (seconds < minutes * 60) journal.violations.push(`Cut short: ${seconds} s of ${minutes * 60} s`);
  stop.abort();
  await killing;
  await Promise.all(shoppers);
  const workerCuts = await cutting;
  if (workerCuts === 0) journal.violations.push('No connection of a worker was ever cut');
  progress.stop();
  process.stderr.write('Settling what is open ...\n');
  await settle(shop, tortured.staffToken, journal);
  await audit(shop, journal);
  const reached = await reachedIn(shop);
  const { kills, killsAtSteps, longestOutage } = chaos;
  const places = { ...reached, 'kills at a step of the money path': killsAtSteps };
  if (minutes * 60 > LONG_ENOUGH_SECONDS) journal.violations.push(...missedIn(places));
  const verdict = verdictOn(
    journal,
    { kills, killsAtSteps, crashes: postgres.crashes, longestOutage, workerCuts, seed },
    reached,
    performance.now() - began,
  );
  process.stdout.write(`${verdict.text}\n`);
  await shop.app.close();
  return verdict.isPass ? 0 : 1;
}

/** What the clients shop for, made through the shop's own services. */
async function prepared(shop: TestShop): Promise<TorturedShop> {
  const variantIds: string[] = [];
  for (let count = 0; count < VARIANTS; count += 1) {
    variantIds.push((await aVariant(shop, { onHand: 500, price: 100 + 37 * count })).variantId);
  }
  const staff = await aStaff(shop);
  let token = Promise.resolve(staff.token);
  let renewAt = performance.now() + STAFF_TOKEN_MS;
  const secret = shop.get(TestProviderConfig).webhookSecret;
  return {
    variantIds,
    shippingMethodId: await aShippingMethod(shop),
    staffToken: () => {
      if (performance.now() > renewAt) {
        renewAt = performance.now() + STAFF_TOKEN_MS;
        token = eventually(async () => (await signIn(shop, staff.user)).token, 60_000);
      }
      return token;
    },
    sign: (event) => {
      const payload = JSON.stringify(event);
      const signature = signWebhook(Buffer.from(payload), secret, Math.floor(Date.now() / 1_000));
      return { payload, headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signature } };
    },
  };
}

function argumentsOf(args: string[]): Arguments | undefined {
  const number = (standard: number) => ({ type: 'string' as const, default: String(standard) });
  try {
    const options = {
      minutes: number(10),
      seed: number(7),
      clients: number(32),
      'crash-seconds': number(120),
    };
    const { values } = parseArgs({ args, options });
    const [minutes, seed, clients, crashSeconds] = [
      values.minutes,
      values.seed,
      values.clients,
      values['crash-seconds'],
    ].map(Number) as [number, number, number, number];
    const areSound = [minutes, seed, clients, crashSeconds].every(
      (value) => Number.isInteger(value) && value > 0,
    );
    return areSound ? { minutes, seed, clients, crashSeconds } : undefined;
  } catch {
    return undefined;
  }
}
