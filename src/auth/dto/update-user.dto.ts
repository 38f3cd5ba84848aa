import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, Equals, IsArray, IsIn } from 'class-validator';
import { IfPresent } from '../../common/http/if-present.validator.js';
import { USER_STATUSES, type UserStatus } from '../entities/user.entity.js';
import { type Role, ROLES } from '../permissions.js';

/** What changes about an account; what is left out stays. */
export class UpdateUserDto {
  /** A suspended account cannot sign in, and its sessions end at once. */
  @ApiProperty({ required: false, enum: USER_STATUSES, example: 'suspended' })
  @IfPresent()
  @IsIn(USER_STATUSES)
  status?: UserStatus;

  /** Whoever sends this has made sure that the address is the holder's, by other means than the shop's. */
  @ApiProperty({ required: false, type: Boolean, enum: [true], example: true })
  @IfPresent()
  @Equals(true)
  emailVerified?: true;

  /** All roles that it has from now on. */
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
