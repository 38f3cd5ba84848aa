import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Equals, IsArray, IsIn } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { USER_STATUSES, type UserStatus } from '../entities/user.entity.js';
import { type Role, ROLES } from '../permissions.js';

/** Changes to an account; omitted fields stay as they are. */
export class UpdateUserDto {
  /** A suspended account cannot sign in, and its sessions end at once. */
  @ApiProperty({ required: false, enum: USER_STATUSES, example: 'suspended' })
  @IfPresent()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  /** Confirms that the caller has verified by other means that the address belongs to the account's holder. */
  @ApiProperty({ required: false, type: Boolean, enum: [true], example: true })
  @IfPresent()
  @Equals(true)
  emailVerified?: true;

  /** All roles of the account after the change. */
  @ApiProperty({
    required: false,
    enum: ROLES,
    isArray: true,
    minItems: 1,
    maxItems: ROLES.length,
    uniqueItems: true,
    example: ['staff'],
  })
  @IfPresent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles?: Role[];
}
