import { IsString, Length } from 'class-validator';

/** Asks for the next pair of tokens. */
export class RefreshDto {
  /** The one that came with the last answer; each is good for one use. */
  @IsString()
  @Length(1, 200)
  refreshToken: string;
}
