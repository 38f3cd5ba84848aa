/** Lines of one cart. */
export const MAX_ITEMS = 100;

/** Units of one variant in a cart; also a constraint of the table. */
export const MAX_QUANTITY = 1_000_000;

/** Days after which a guest's cart that nobody touched is forgotten. */
export const GUEST_CART_DAYS = 90;
