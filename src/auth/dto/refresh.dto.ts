import { IsString, Length } from 'class-validator';

/** A request for new tokens. */
export class RefreshDto {
  /** The refresh token of the last answer; each can be used once. */
  @IsString()
  @Length(1, 200)
  refreshToken: string;
}
