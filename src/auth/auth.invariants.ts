import type { Invariant } from '../common/doctor/invariant.js';

export const AUTH_INVARIANTS: readonly Invariant[] = [
  {
    name: 'auth.an_owner_can_sign_in',
    says: 'Where there are owners, at least one of them is active.',
    sql: `SELECT id, email, status FROM users WHERE roles @> ARRAY['owner']
            AND NOT EXISTS (SELECT FROM users WHERE roles @> ARRAY['owner'] AND status = 'active')
          LIMIT 20`,
  },
  {
    name: 'auth.suspended_accounts_have_no_session',
    says: 'The sessions of a suspended account have ended.',
    sql: `SELECT session.id, session.user_id FROM sessions session
            JOIN users account ON account.id = session.user_id
          WHERE account.status = 'suspended' AND session.revoked_at IS NULL
          LIMIT 20`,
  },
];
