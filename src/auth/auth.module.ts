import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { AccessTokenStrategy } from './tokens/access-token.strategy.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { AccountsRepository } from './accounts/accounts.repository.js';
import { AccountsService } from './accounts/accounts.service.js';
import { AuthConfig } from './auth.config.js';
import { AuthController } from './sign-in/auth.controller.js';
import { AuthFacade } from './auth.facade.js';
import { AUTH_INVARIANTS } from './auth.invariants.js';
import { AuthService } from './sign-in/auth.service.js';
import { CreateOwnerCommand } from './accounts/create-owner.command.js';
import { CredentialsService } from './sign-in/credentials.service.js';
import { Session } from './entities/session.entity.js';
import { User } from './entities/user.entity.js';
import { DeviceTokens } from './tokens/device-tokens.js';
import { JwksController } from './tokens/jwks.controller.js';
import { JwtAuthGuard } from './guards/jwt-auth.guard.js';
import { KnownDevices } from './sign-in/known-devices.js';
import { OwnersService } from './accounts/owners.service.js';
import { PasswordPolicy } from './passwords/password-policy.js';
import { Passwords } from './passwords/passwords.js';
import { PermissionsGuard } from './guards/permissions.guard.js';
import { PrincipalsService } from './sessions/principals.service.js';
import { RefreshTokens } from './tokens/refresh-tokens.js';
import { RegistrationLimits } from './sign-in/registration-limits.js';
import { RouteAccessCheck } from './guards/route-access.check.js';
import { SessionsJobs } from './sessions/sessions.jobs.js';
import { SessionsService } from './sessions/sessions.service.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SignInJobs } from './sign-in/sign-in.jobs.js';
import { SignInCounters } from './sign-in/sign-in-counters.repository.js';
import { SignInLimits } from './sign-in/sign-in-limits.js';
import { SigningKeys } from './tokens/signing-keys.js';
import { TokensService } from './sign-in/tokens.service.js';
import { UsersController } from './accounts/users.controller.js';
import { UsersService } from './accounts/users.service.js';

@Module({
  imports: [TypeOrmModule.forFeature([User, Session])],
  controllers: [AuthController, JwksController, UsersController],
  providers: [
    provideConfig(AuthConfig),
    provideInvariants(AUTH_INVARIANTS),
    AccessTokenStrategy,
    AccessTokens,
    AccountsService,
    AccountsRepository,
    AuthFacade,
    AuthService,
    CreateOwnerCommand,
    CredentialsService,
    DeviceTokens,
    KnownDevices,
    OwnersService,
    PasswordPolicy,
    Passwords,
    PrincipalsService,
    RefreshTokens,
    RegistrationLimits,
    RouteAccessCheck,
    SessionsJobs,
    SessionsService,
    SessionsRepository,
    SignInCounters,
    SignInJobs,
    SignInLimits,
    SigningKeys,
    TokensService,
    UsersService,
    { provide: APP_GUARD, useClass: JwtAuthGuard },
    { provide: APP_GUARD, useClass: PermissionsGuard },
  ],
  exports: [AuthFacade],
})
export class AuthModule {}
