export const MAX_ITEMS = 100;

/** Also a constraint of the table. */
export const MAX_QUANTITY = 1_000_000;
