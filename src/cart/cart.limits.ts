/** Items of one cart. */
export const MAX_ITEMS = 100;

/** Units of one variant in a cart; also a constraint of the table. */
export const MAX_QUANTITY = 1_000_000;
