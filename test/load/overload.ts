import { setTimeout as delay } from 'node:timers/promises';
import { arriving, asking } from './arrivals.js';
import { type Check, ms, p99, percent, perSecond, percentile, rate, refused, served } from './figures.js';
import type { Sample } from './requests.js';
import { type Scene, shopping } from './scene.js';

const CLIENTS = 12;
const LIVE_EVERY_MS = 200;

/** L-01, L-02 and the first half of L-05: what the shop gets through, alone, at five times that, and after it. */
export async function overload(scene: Scene, seconds: number): Promise<{ checks: Check[]; spread: number }> {
  const { sender } = scene;
  const call = shopping(scene);
  await asking(sender, call, { clients: CLIENTS, seconds: 3 });
  const peak = await peakOf(scene, seconds);
  const calm = await arriving(sender, call, { perSecond: peak * 0.7, seconds });
  const live = watchLife(scene);
  const storm = await arriving(sender, call, { perSecond: peak * 5, seconds });
  const lives = await live();
  const after = await arriving(sender, call, { perSecond: peak * 0.5, seconds: 8 });
  const second = await peakOf(scene, seconds / 2);
  const checks = [
    ...underStorm({ storm, calm, peak, seconds }),
    ...afterStorm(storm, after, calm),
    liveness(lives),
  ];
  return { checks, spread: Math.abs(second - peak) / Math.max(second, peak) };
}

async function peakOf(scene: Scene, seconds: number): Promise<number> {
  const samples = await asking(scene.sender, shopping(scene), { clients: CLIENTS, seconds });
  return perSecond(served(samples), seconds);
}

/** Asks whether the process lives, until it is told to stop. */
function watchLife({ sender }: Scene): () => Promise<Sample[]> {
  const stop = new AbortController();
  const samples: Sample[] = [];
  const watching = (async () => {
    while (!stop.signal.aborted) {
      samples.push(await sender.send({ method: 'GET', path: '/health/live' }));
      await delay(LIVE_EVERY_MS);
    }
  })();
  return async () => {
    stop.abort();
    await watching;
    return samples;
  };
}

interface Storm {
  readonly storm: readonly Sample[];
  readonly calm: readonly Sample[];
  readonly peak: number;
  readonly seconds: number;
}

function underStorm({ storm, calm, peak, seconds }: Storm): Check[] {
  const goodput = perSecond(served(storm), seconds);
  const excess = refused(storm);
  const others = storm.length - served(storm).length - excess.length;
  const [loaded, normal] = [p99(served(storm)), p99(served(calm))];
  return [
    {
      test: 'L-01',
      claim: 'at 5 x saturation, goodput is at least 90 % of the peak',
      seen: `${rate(goodput)} of ${rate(peak)} (${percent(goodput / peak)}); ${storm.length} arrived`,
      holds: goodput >= peak * 0.9,
    },
    {
      test: 'L-01',
      claim: 'the excess is told 503 with Retry-After, and nothing else happens',
      seen: `${excess.length} x 503, ${others} other`,
      holds: others === 0 && excess.length > 0 && excess.every(({ retryAfter }) => retryAfter !== undefined),
    },
    {
      test: 'L-01',
      claim: 'the excess is told within 50 ms (p95)',
      seen: ms(percentile(excess, 0.95)),
      holds: percentile(excess, 0.95) <= 50,
    },
    {
      test: 'L-01',
      claim: 'p99 of what is served is at most twice that at 70 % load',
      seen: `${ms(loaded)} against ${ms(normal)} (x ${(loaded / normal).toFixed(1)})`,
      holds: loaded <= normal * 2,
    },
  ];
}

function afterStorm(storm: readonly Sample[], after: readonly Sample[], calm: readonly Sample[]): Check[] {
  const began = Math.min(...after.map(({ at }) => at));
  const late = after.filter(({ at }) => at > began + 5_000);
  const seconds = new Set(refused(storm).map(({ retryAfter }) => retryAfter));
  const failed = late.length - served(late).length;
  return [
    {
      test: 'L-02',
      claim: 'back at 50 %, p99 is normal within 5 s, and nothing is refused any more',
      seen: `${ms(p99(late))} against ${ms(p99(served(calm)))}, ${failed} of ${late.length} refused`,
      holds: failed === 0 && p99(late) <= p99(served(calm)) * 1.5,
    },
    {
      test: 'L-02',
      claim: 'those who were refused are told different times to come back',
      seen: `Retry-After ${[...seconds].sort((a, b) => a! - b!).join(', ')} s`,
      holds: seconds.size > 1,
    },
  ];
}

const liveness = (lives: readonly Sample[]): Check => ({
  test: 'L-05',
  claim: '/health/live answers 200 within 50 ms under full overload (p95)',
  seen: `${served(lives).length} of ${lives.length} x 200, ${ms(percentile(lives, 0.95))}`,
  holds: served(lives).length === lives.length && percentile(lives, 0.95) < 50,
});
