import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Longer ones are judged by their beginning: what it costs grows faster than the length. */
const JUDGED_CHARACTERS = 32;
const MAX_SPELLINGS = 16;
const LEAST_OWN_WORD = 3;

let judge: Promise<ZxcvbnFactory> | undefined;

/**
 * About how many guesses a password withstands, as a power of ten, from somebody who tries leaked passwords (49,000 of
 * them), repeats, rows of keys, sequences, dates and the given words first, and combinations of these. The library and
 * its words take 18 MB, and are loaded by the first password that is to be judged.
 */
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

/** The words of texts that somebody who knows them would try: `mara.lind@example.com` has four. */
export const wordsIn = (...texts: readonly (string | null | undefined)[]): readonly string[] =>
  texts.flatMap((text) =>
    (text ?? '')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= LEAST_OWN_WORD),
  );
