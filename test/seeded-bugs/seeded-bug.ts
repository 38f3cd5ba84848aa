/** A mistake that somebody could make, and the test that must not let it pass. */
export interface SeededBug {
  /** In kebab-case; what `--only` takes. */
  readonly name: string;
  /** What the shop does wrong with it. */
  readonly says: string;
  /** All layers of protection that the mistake takes away. */
  readonly edits: readonly Edit[];
  /** The file of tests that must turn red. */
  readonly file: string;
  /** The test, or the group of tests, that must turn red: a part of its name. */
  readonly test: string;
}

/** A replacement in one file of the tree; what is to be found must be there exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

/** The text with the edit made. Throws when the text to find is not there exactly once: the seed has rotted. */
export function edited(text: string, { file, find, put }: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new SeedHasRotted(`${file} holds this ${times} times instead of once: ${find}`);
  return text.replace(find, () => put);
}

/** The source has moved on, and the bug no longer says where it belongs. */
export class SeedHasRotted extends Error {}
