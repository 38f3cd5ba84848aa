interface Peek<T> {
  readonly seen: readonly T[];
  readonly rest: AsyncIterator<T>;
}

/** Reads until enough is seen, or the input ends. */
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

export async function* rejoined<T>(seen: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield seen;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
