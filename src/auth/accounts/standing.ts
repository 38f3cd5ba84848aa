import { Forbidden } from '../../common/errors/errors.js';
import type { UserStatus } from '../entities/user.entity.js';
import { type Permission, permissionsOf, type Role } from '../permissions.js';

/** The parts of an account that other accounts can change. */
export interface Standing {
  readonly status: UserStatus;
  readonly roles: readonly Role[];
}

/** Each role appears once, in a fixed order. */
export const changed = (standing: Standing, { status, roles }: Partial<Standing>): Standing => ({
  status: status ?? standing.status,
  roles: [...new Set(roles ?? standing.roles)].sort(),
});

export const isSame = (a: Standing, b: Standing): boolean =>
  a.status === b.status && moved(a.roles, b.roles).length === 0;

/** Throws Forbidden when the change gives, takes or disables a permission that the caller lacks. */
export function refuseBeyond(held: ReadonlySet<string>, before: Standing, after: Standing): void {
  const lacking = touchedBy(before, after).filter((permission) => !held.has(permission));
  if (lacking.length > 0)
    throw new Forbidden(`Your account lacks permissions that this change affects: ${lacking.join(', ')}.`);
}

/** A suspension takes all permissions, and its end gives them back. */
function touchedBy(before: Standing, after: Standing): readonly Permission[] {
  const isShutOrOpened = before.status !== after.status;
  const roles = isShutOrOpened ? [...before.roles, ...after.roles] : moved(before.roles, after.roles);
  return [...permissionsOf(roles)];
}

const moved = (a: readonly Role[], b: readonly Role[]): Role[] => [
  ...a.filter((role) => !b.includes(role)),
  ...b.filter((role) => !a.includes(role)),
];
