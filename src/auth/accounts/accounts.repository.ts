import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { type PasswordLevel, User, type UserStatus } from '../entities/user.entity.js';
import type { Role } from '../permissions.js';

export interface AccountFilter {
  readonly emailPrefix?: string;
  readonly status?: UserStatus;
  readonly role?: Role;
  readonly beforeId?: string;
  readonly limit: number;
}

/** Keeps the time as text, because a Date would lose its microseconds. */
export interface UnusedAccount {
  readonly id: string;
  readonly signedInAt: string;
}

@Injectable()
export class AccountsRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The unique constraint decides between concurrent registrations of one address. */
  async insert(user: User): Promise<void> {
    await this.users.insert(user);
  }

  findById(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  /** Expects a normalized address. */
  findByEmail(email: string): Promise<User | null> {
    return this.users.findOneBy({ email });
  }

  /** Locks the account until the transaction ends, so that its changes run one after another. */
  lockById(id: string): Promise<User | null> {
    return this.users.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  lockByEmail(email: string): Promise<User | null> {
    return this.users.findOne({ where: { email }, lock: { mode: 'pessimistic_write' } });
  }

  /** Newest first. */
  page(filter: AccountFilter): Promise<User[]> {
    const query = this.users.createQueryBuilder('account').orderBy('account.id', 'DESC').limit(filter.limit);
    if (filter.emailPrefix !== undefined) {
      query.andWhere('account.email LIKE :prefix', { prefix: `${escapeLike(filter.emailPrefix)}%` });
    }
    if (filter.status !== undefined) query.andWhere('account.status = :status', { status: filter.status });
    if (filter.role !== undefined) query.andWhere('account.roles @> :roles', { roles: [filter.role] });
    if (filter.beforeId !== undefined)
      query.andWhere('account.id < :beforeId', { beforeId: filter.beforeId });
    return query.getMany();
  }

  async updateStanding({ id, status, roles, emailVerifiedAt }: User): Promise<void> {
    await this.transaction.sql(
      'UPDATE users SET status = $2, roles = $3, email_verified_at = $4, updated_at = now() WHERE id = $1',
      [id, status, roles, emailVerifiedAt],
    );
  }

  async updatePassword(id: string, { passwordHash, passwordLevel }: User): Promise<void> {
    await this.transaction.sql(
      'UPDATE users SET password_hash = $2, password_level = $3, updated_at = now() WHERE id = $1',
      [id, passwordHash, passwordLevel],
    );
  }

  /** Keeps the old level when the password has changed meanwhile. */
  async updateLevel({ id, passwordHash }: User, level: PasswordLevel): Promise<void> {
    await this.transaction.sql('UPDATE users SET password_level = $3 WHERE id = $1 AND password_hash = $2', [
      id,
      passwordHash,
      level,
    ]);
  }

  /** Keeps the new hash when the password has changed meanwhile. */
  async replaceHash(id: string, oldHash: string, newHash: string): Promise<void> {
    await this.transaction.sql('UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2', [
      id,
      oldHash,
      newHash,
    ]);
  }

  /** Locks a page of unverified customers without a sign-in for this many days, oldest first; skips locked ones. */
  lockUnused(days: number, limit: number, after?: UnusedAccount): Promise<UnusedAccount[]> {
    return this.transaction.sql<UnusedAccount>(
      `SELECT id, signed_in_at::text AS "signedInAt" FROM users
       WHERE status = 'active' AND roles = ARRAY['customer'] AND email_verified_at IS NULL
         AND signed_in_at < now() - make_interval(days => $1)
         AND ($3::timestamptz IS NULL OR (signed_in_at, id) > ($3, $4::uuid))
       ORDER BY signed_in_at, id LIMIT $2
       FOR UPDATE SKIP LOCKED`,
      [days, limit, after?.signedInAt ?? null, after?.id ?? null],
    );
  }

  /** Sessions are removed too. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.transaction.sql('DELETE FROM users WHERE id = ANY($1::uuid[])', [ids]);
  }

  private get users() {
    return this.transaction.manager.getRepository(User);
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (character) => `\\${character}`);
