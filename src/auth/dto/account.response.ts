import { ApiProperty } from '@nestjs/swagger';
import { shownEmail } from '../../common/http/email-address.js';
import type { User } from '../entities/user.entity.js';

/** An account as its holder sees it. */
export class AccountResponse {
  /** Id of the account. */
  @ApiProperty({ format: 'uuid', example: '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11' })
  id: string;

  /** Its e-mail address. */
  @ApiProperty({ format: 'idn-email', example: 'mara@example.com' })
  email: string;

  /** How the shop addresses this person. */
  @ApiProperty({ type: String, nullable: true, example: 'Mara Lind' })
  name: string | null;

  /** Whether the holder has verified the address. */
  @ApiProperty({ example: false })
  emailVerified: boolean;

  static from(user: User): AccountResponse {
    return {
      id: user.id,
      email: shownEmail(user.email),
      name: user.name,
      emailVerified: user.emailVerifiedAt !== null,
    };
  }
}
