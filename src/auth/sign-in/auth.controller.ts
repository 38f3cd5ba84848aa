import { Body, Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse } from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import type { FastifyRequest } from 'fastify';
import { Public, SignedIn } from '../../common/http/access.decorator.js';
import { Located } from '../../common/http/located.decorator.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Criticality } from '../../common/http/overload/criticality.decorator.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { RateLimit } from '../../common/http/rate-limit/rate-limit.guard.js';
import { EmailTaken, InvalidCredentials, InvalidRefreshToken } from '../auth.errors.js';
import { AuthService } from './auth.service.js';
import { clientOf } from './client.js';
import { LoginDto } from '../dto/login.dto.js';
import { MeResponse } from '../dto/me.response.js';
import { RefreshDto } from '../dto/refresh.dto.js';
import { RegisterDto } from '../dto/register.dto.js';
import { SignedInResponse } from '../dto/signed-in.response.js';
import { LoginGuard } from './login.guard.js';
import { REFRESH_LIMIT, REGISTER_LIMIT } from './sign-in-rules.js';

@DescribedTag(
  'auth',
  'Open an account, sign in and out, renew an access token, and find the keys that check it.',
)
@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  /** Create an account and sign in */
  @Post('register')
  @Public()
  @RateLimit(REGISTER_LIMIT)
  @Problems(EmailTaken)
  @Located('/auth/me')
  @ApiCreatedResponse({ type: SignedInResponse })
  async register(@Body() body: RegisterDto, @Req() request: FastifyRequest): Promise<SignedInResponse> {
    return SignedInResponse.from(await this.auth.register(body, clientOf(request)));
  }

  /** Sign in; later sign-ins send the answer's `deviceToken`, so that guesses elsewhere never slow this device */
  @Post('login')
  @Criticality('sheddable')
  @HttpCode(200)
  @Public()
  @UseGuards(LoginGuard)
  @Problems(InvalidCredentials)
  @ApiOkResponse({ type: SignedInResponse })
  async login(@Body() body: LoginDto, @Req() request: FastifyRequest): Promise<SignedInResponse> {
    return SignedInResponse.from(await this.auth.login(body, clientOf(request)));
  }

  /** Exchange the refresh token for new tokens; reusing an older one ends the session */
  @Post('refresh')
  @HttpCode(200)
  @Public()
  @RateLimit(REFRESH_LIMIT)
  @Problems(InvalidRefreshToken)
  @ApiOkResponse({ type: SignedInResponse })
  async refresh(@Body() body: RefreshDto): Promise<SignedInResponse> {
    return SignedInResponse.from(await this.auth.refresh(body.refreshToken));
  }

  /** End this session; its tokens stop working */
  @Post('logout')
  @HttpCode(204)
  @SignedIn()
  @ApiNoContentResponse()
  async logout(@CurrentUser() user: Principal): Promise<void> {
    await this.auth.logout(user);
  }

  /** Read the signed-in account */
  @Get('me')
  @SignedIn()
  @ApiOkResponse({ type: MeResponse })
  async getMe(@CurrentUser() user: Principal): Promise<MeResponse> {
    return MeResponse.from(await this.auth.me(user));
  }
}
