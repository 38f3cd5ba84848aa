import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';
import { permissionsOf, type Permission, type Role } from '../permissions.js';

export const USER_STATUSES = ['active', 'suspended'] as const;

export type UserStatus = (typeof USER_STATUSES)[number];

/** Which accounts a password was found fit for; one for staff is fit for all. */
export type PasswordLevel = 'customer' | 'staff';

/** An account: a customer, or one of the people who run the shop. */
@Entity('users')
export class User extends BaseRow {
  /** Normalised, so that it names one account whatever its case. */
  @Column('text')
  email: string;

  /** PHC string of argon2id. */
  @Column('text')
  passwordHash: string;

  /** Found when the password was last seen: its hash does not tell. */
  @Column('text', { default: 'customer' })
  passwordLevel: PasswordLevel;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('timestamptz', { nullable: true })
  emailVerifiedAt: Date | null;

  @Column('text')
  status: UserStatus;

  @Column('text', { array: true })
  roles: Role[];

  get isActive(): boolean {
    return this.status === 'active';
  }

  get permissions(): ReadonlySet<Permission> {
    return permissionsOf(this.roles);
  }
}
