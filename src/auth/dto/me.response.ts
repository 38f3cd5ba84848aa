import { ApiProperty } from '@nestjs/swagger';
import type { User } from '../entities/user.entity.js';
import { PERMISSIONS, type Permission, type Role, ROLES } from '../permissions.js';
import { AccountResponse } from './account.response.js';

/** The signed-in account, and what it may do. */
export class MeResponse extends AccountResponse {
  /** What the account is to the shop. */
  @ApiProperty({ enum: ROLES, isArray: true, example: ['customer'] })
  roles: Role[];

  /** What it may do beyond its own things. */
  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission', isArray: true, example: [] })
  permissions: Permission[];

  static override from(user: User): MeResponse {
    return Object.assign(AccountResponse.from(user), {
      roles: user.roles,
      permissions: [...user.permissions],
    });
  }
}
