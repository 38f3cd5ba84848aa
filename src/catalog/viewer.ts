import type { Principal } from '../common/http/principal.js';

/** Whether drafts, archived products and other statuses are shown to them. */
export const isStaff = (user: Principal | undefined): boolean =>
  user?.permissions.has('catalog:write') === true;
