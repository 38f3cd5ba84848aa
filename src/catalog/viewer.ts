import type { Principal } from '../common/http/principal.js';

/** Staff see drafts and archived products too. */
export const isStaff = (user: Principal | undefined): boolean =>
  user?.permissions.has('catalog:write') === true;
