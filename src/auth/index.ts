/**
 * Auth owns accounts, their sessions and tokens, roles and permissions, and the guards that every request passes.
 * Promises: a route is closed unless it says otherwise; a sign-out, a suspension or a change of roles takes effect
 * within a second; the shop never loses its last owner. Asks nothing of other features. Announces: AccountRegistered,
 * AccountChanged, RefreshTokenReused.
 */
export { AuthModule } from './auth.module.js';
export type { UnusedAccount } from './accounts/accounts.repository.js';
export { AuthFacade } from './auth.facade.js';
export type { Role } from './permissions.js';
