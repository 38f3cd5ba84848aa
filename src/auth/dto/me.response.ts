import { ApiProperty } from '@nestjs/swagger';
import type { User } from '../entities/user.entity.js';
import { PERMISSIONS, type Permission, type Role, ROLES } from '../permissions.js';
import { AccountResponse } from './account.response.js';

/** The signed-in account and its permissions. */
export class MeResponse extends AccountResponse {
  /** Roles of the account. */
  @ApiProperty({ enum: ROLES, isArray: true, example: ['customer'] })
  roles: Role[];

  /** Permissions beyond the account's own data. */
  @ApiProperty({ enum: PERMISSIONS, enumName: 'Permission', isArray: true, example: [] })
  permissions: Permission[];

  static override from(user: User): MeResponse {
    return Object.assign(AccountResponse.from(user), {
      roles: user.roles,
      permissions: [...user.permissions],
    });
  }
}
