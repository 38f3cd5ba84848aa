interface Peek<T> {
  readonly seen: readonly T[];
  readonly rest: AsyncIterator<T>;
}

/** Reads on until enough has been seen, or there is no more. */
export async function peek<T>(
  chunks: AsyncIterable<T>,
  isEnough: (seen: readonly T[]) => boolean,
): Promise<Peek<T>> {
  const rest = chunks[Symbol.asyncIterator]();
  const seen: T[] = [];
  while (!isEnough(seen)) {
    const next = await rest.next();
    if (next.done) break;
    seen.push(next.value);
  }
  return { seen, rest };
}

/** What was seen, or stands in its place, and the rest behind it. */
export async function* rejoined<T>(seen: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield seen;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
