import { Column, Entity } from 'typeorm';
import { BaseRow } from '../../common/database/base.entity.js';
import { permissionsOf, type Permission, type Role } from '../permissions.js';

export const USER_STATUSES = ['active', 'suspended'] as const;

export type UserStatus = (typeof USER_STATUSES)[number];

/** Which rules the password meets; a password for staff also meets those for customers. */
export type PasswordLevel = 'customer' | 'staff';

/** An account, called `User` in code and `users` in the database: a customer, or one who runs the shop. */
@Entity('users')
export class User extends BaseRow {
  /** Normalized, so that upper and lower case name the same account. */
  @Column('text')
  email: string;

  /** PHC string of argon2id. */
  @Column('text')
  passwordHash: string;

  /** Found when the password was last typed; the hash alone does not tell. */
  @Column('text', { default: 'customer' })
  passwordLevel: PasswordLevel;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('timestamptz', { nullable: true })
  emailVerifiedAt: Date | null;

  /** When its last session was opened; kept here, since sessions are forgotten. */
  @Column('timestamptz', { default: () => 'now()' })
  signedInAt: Date;

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
