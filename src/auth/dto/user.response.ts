import { ApiProperty } from '@nestjs/swagger';
import { USER_STATUSES, type User, type UserStatus } from '../entities/user.entity.js';
import { type Role, ROLES } from '../permissions.js';
import { AccountResponse } from './account.response.js';

/** An account as staff sees it. */
export class UserResponse extends AccountResponse {
  /** Whether the account can sign in. */
  @ApiProperty({ enum: USER_STATUSES, example: 'active' })
  status: UserStatus;

  /** Roles of the account. */
  @ApiProperty({ enum: ROLES, isArray: true, example: ['customer'] })
  roles: Role[];

  /** When the account was created. */
  @ApiProperty({ format: 'date-time', example: '2026-01-15T09:30:00.000Z' })
  createdAt: Date;

  static override from(user: User): UserResponse {
    const { status, roles, createdAt } = user;
    return Object.assign(AccountResponse.from(user), { status, roles, createdAt });
  }
}
