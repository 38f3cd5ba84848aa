import { Forbidden } from '../../common/errors/errors.js';
import type { UserStatus } from '../entities/user.entity.js';
import { type Permission, permissionsOf, type Role } from '../permissions.js';

/** What others may change about an account: whether it may sign in, and what it is to the shop. */
export interface Standing {
  readonly status: UserStatus;
  readonly roles: readonly Role[];
}

/** The standing after a change; each role once, in one order. */
export const changed = (standing: Standing, { status, roles }: Partial<Standing>): Standing => ({
  status: status ?? standing.status,
  roles: [...new Set(roles ?? standing.roles)].sort(),
});

export const isSame = (a: Standing, b: Standing): boolean =>
  a.status === b.status && moved(a.roles, b.roles).length === 0;

/** Nobody gives, takes or shuts out a power that they do not hold themselves. Throws Forbidden. */
export function refuseBeyond(held: ReadonlySet<string>, before: Standing, after: Standing): void {
  const lacking = touchedBy(before, after).filter((permission) => !held.has(permission));
  if (lacking.length > 0) throw new Forbidden(`Your account lacks what is at stake: ${lacking.join(', ')}.`);
}

/** The powers that a change gives or takes; who may not sign in, or may again, loses or gets all of theirs. */
function touchedBy(before: Standing, after: Standing): readonly Permission[] {
  const isShutOrOpened = before.status !== after.status;
  const roles = isShutOrOpened ? [...before.roles, ...after.roles] : moved(before.roles, after.roles);
  return [...permissionsOf(roles)];
}

const moved = (a: readonly Role[], b: readonly Role[]): Role[] => [
  ...a.filter((role) => !b.includes(role)),
  ...b.filter((role) => !a.includes(role)),
];
