/** A shop may require more. */
export const LEAST_PASSWORD_LENGTH = 12;

/** Longer passwords would only cost time. */
export const MAX_PASSWORD_LENGTH = 1_024;

/** Counts characters, as the API document does. */
export const lengthOf = (password: string): number => Array.from(password).length;
