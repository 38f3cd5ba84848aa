import { LRUCache } from 'lru-cache';
import { within } from '../waiting.js';

interface Acknowledgement {
  readonly id: string;
  readonly to: number;
  readonly by: number;
}

const MAX_REMEMBERED = 1_000;

/** Collects confirmations. Some arrive before the sender knows whom to wait for. */
export class Acknowledgements {
  private readonly received = new LRUCache<string, Set<number>>({ max: MAX_REMEMBERED });
  private readonly waiting = new Map<string, () => void>();

  static of(acknowledgement: Acknowledgement): string {
    return JSON.stringify(acknowledgement);
  }

  receive(payload: string, self: number): void {
    const { id, to, by } = JSON.parse(payload) as Acknowledgement;
    if (to !== self) return;
    const known = this.received.get(id) ?? new Set();
    this.received.set(id, known.add(by));
    this.waiting.get(id)?.();
  }

  async by(all: readonly number[], id: string, limitMs: number): Promise<void> {
    const isComplete = (): boolean => all.every((each) => this.received.get(id)?.has(each));
    if (isComplete()) return;
    const complete = new Promise<void>((resolve) => {
      this.waiting.set(id, () => isComplete() && resolve());
    });
    await within(limitMs, complete, () => undefined);
    this.waiting.delete(id);
  }
}
