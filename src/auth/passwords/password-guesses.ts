import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Only the first characters are judged, because the cost grows faster than the length. */
const JUDGED_CHARACTERS = 32;
const MAX_SPELLINGS = 16;
const LEAST_OWN_WORD = 3;

let judge: Promise<ZxcvbnFactory> | undefined;

/** Log10 of the guesses against leaked passwords (49,000), key rows, dates and the given words. Loads 18 MB lazily. */
export async function guessesLog10(password: string, words: readonly string[]): Promise<number> {
  const zxcvbn = await (judge ??= load());
  return zxcvbn.check(password.slice(0, JUDGED_CHARACTERS), [...words]).guessesLog10;
}

async function load(): Promise<ZxcvbnFactory> {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  return new ZxcvbnFactory({
    dictionary,
    graphs: adjacencyGraphs,
    maxLength: JUDGED_CHARACTERS,
    l33tMaxSubstitutions: MAX_SPELLINGS,
  });
}

/** `mara.lind@example.com` has four words. */
export const wordsIn = (...texts: readonly (string | null | undefined)[]): readonly string[] =>
  texts.flatMap((text) =>
    (text ?? '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= LEAST_OWN_WORD),
  );
