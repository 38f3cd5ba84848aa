import { setTimeout as delay } from 'node:timers/promises';
import type { Call, Sample, Sender } from './requests.js';

const TICK_MS = 10;
/** Requests under way at once; one that arrives beyond it finds no place and counts as unanswered. */
const MAX_IN_FLIGHT = 1_500;

/** Open loop: requests arrive at their rate, whether or not the shop has answered those before. */
export async function arriving(
  sender: Sender,
  call: () => Call,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const underWay = new Set<Promise<Sample>>();
  const began = performance.now();
  for (let sent = 0; performance.now() - began < seconds * 1_000; await delay(TICK_MS)) {
    const due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    for (; sent < due; sent += 1) {
      if (underWay.size >= MAX_IN_FLIGHT) samples.push({ status: 0, ms: 0, at: performance.now(), text: '' });
      else {
        const one = sender.send(call());
        underWay.add(one);
        void one.then((sample) => samples.push(sample)).finally(() => underWay.delete(one));
      }
    }
  }
  await Promise.all(underWay);
  return samples;
}

/** Closed loop: so many clients, each asking again as soon as it is answered. What they get through is the peak. */
export async function asking(
  sender: Sender,
  call: () => Call,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const end = performance.now() + seconds * 1_000;
  const follow = async (): Promise<void> => {
    while (performance.now() < end) samples.push(await sender.send(call()));
  };
  await Promise.all(Array.from({ length: clients }, follow));
  return samples;
}
