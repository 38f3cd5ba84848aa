/** Permissions beyond the account's own data, as `resource:action`; routes require them. */
export const PERMISSIONS = [
  'users:read',
  'users:write',
  'catalog:write',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:fulfill',
  'orders:cancel',
  'payments:read',
  'payments:write',
  'shipping:write',
  'taxes:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['customer', 'staff', 'owner'] as const;

export type Role = (typeof ROLES)[number];

/** Staff runs the shop; the owner also decides who is staff. */
const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  customer: [],
  staff: PERMISSIONS.filter((permission) => permission !== 'users:write'),
  owner: PERMISSIONS,
};

export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => GRANTS[role]));
}

/** Accounts with any permission get shorter lifetimes and need longer passwords. */
export const isStaff = (roles: readonly Role[]): boolean => permissionsOf(roles).size > 0;
