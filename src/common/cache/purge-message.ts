export interface PurgeMessage {
  readonly id: string;
  /** The session to confirm to; undefined when nobody waits. */
  readonly from?: number;
  readonly tags: readonly string[];
  readonly isLast: boolean;
}

/** A notification of PostgreSQL must be shorter than 8,000 bytes. */
const MAX_TAG_BYTES = 7_500;

export function messagesOf({ id, from, tags }: Omit<PurgeMessage, 'isLast'>): string[] {
  const batches: string[][] = [[]];
  let bytes = 0;
  for (const tag of tags) {
    const size = Buffer.byteLength(JSON.stringify(tag)) + 1;
    if (bytes + size > MAX_TAG_BYTES) {
      batches.push([]);
      bytes = 0;
    }
    batches.at(-1)!.push(tag);
    bytes += size;
  }
  return batches.map((batch, at) =>
    JSON.stringify({ id, from, tags: batch, isLast: at === batches.length - 1 } satisfies PurgeMessage),
  );
}
