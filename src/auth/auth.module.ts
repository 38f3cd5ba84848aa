import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { provideConfig } from '../common/config/settings.js';
import { provideInvariants } from '../common/doctor/invariant.js';
import { AccessTokenStrategy } from './access-token.strategy.js';
import { AccessTokens } from './access-tokens.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { AuthConfig } from './auth.config.js';
import { AuthController } from './auth.controller.js';
import { AuthFacade } from './auth.facade.js';
import { AUTH_INVARIANTS } from './auth.invariants.js';
import { AuthService } from './auth.service.js';
import { CreateOwnerCommand } from './create-owner.command.js';
import { CredentialsService } from './credentials.service.js';
import { Session } from './entities/session.entity.js';
import { User } from './entities/user.entity.js';
import { DeviceTokens } from './device-tokens.js';
import { JwksController } from './jwks.controller.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { KnownDevices } from './known-devices.js';
import { OwnersService } from './owners.service.js';
import { PasswordPolicy } from './password-policy.js';
import { Passwords } from './passwords.js';
import { PermissionsGuard } from './permissions.guard.js';
import { PrincipalsService } from './principals.service.js';
import { RefreshTokens } from './refresh-tokens.js';
import { RouteAccessCheck } from './route-access.check.js';
import { SessionsService } from './sessions.service.js';
import { SessionsRepository } from './sessions.repository.js';
import { SignInCounters } from './sign-in-counters.js';
import { SignInLimits } from './sign-in-limits.js';
import { SigningKeys } from './signing-keys.js';
import { TokensService } from './tokens.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

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
    RouteAccessCheck,
    SessionsService,
    SessionsRepository,
    SignInCounters,
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
