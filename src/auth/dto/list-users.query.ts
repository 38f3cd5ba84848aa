import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../common/http/pagination.js';
import { normalizeEmail } from '../../common/http/email-address.js';
import { Text } from '../../common/http/validators.js';
import { USER_STATUSES, type UserStatus } from '../entities/user.entity.js';
import { type Role, ROLES } from '../permissions.js';

/** Filters for the list of accounts. */
export class ListUsersQuery extends PageQuery {
  /** Only accounts whose address starts with this text. */
  @ApiProperty({ required: false, minLength: 1, maxLength: 254, example: 'mara@' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? normalizeEmail(value) : value))
  @IsOptional()
  @Text({ max: 254 })
  email?: string;

  /** Only accounts with this status. */
  @ApiProperty({ required: false, enum: USER_STATUSES, example: 'active' })
  @IsOptional()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  /** Only accounts that have this role, among others. */
  @ApiProperty({ required: false, enum: ROLES, example: 'staff' })
  @IsOptional()
  @IsIn(ROLES)
  role?: Role;
}
