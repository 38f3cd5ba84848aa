/** Fewest characters of any password that is chosen; a shop may ask for more. */
export const LEAST_PASSWORD_LENGTH = 12;

/** Every longer one would only cost us time. */
export const MAX_PASSWORD_LENGTH = 1_024;

/** In characters, as the document counts them. */
export const lengthOf = (password: string): number => Array.from(password).length;
