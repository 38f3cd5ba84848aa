import { Body, Controller, Get, Patch, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { DescribedTag } from '../../common/http/tag.decorator.js';
import { RequirePermission } from '../../common/http/access.decorator.js';
import { ApiPage, type Page } from '../../common/http/pagination.js';
import { CurrentUser, type Principal } from '../../common/http/principal.js';
import { Problems } from '../../common/http/problems.decorator.js';
import { UuidParam } from '../../common/http/uuid-param.js';
import { EmailNotVerified, LastOwner, PasswordNotFitForStaff } from '../auth.errors.js';
import { ListUsersQuery } from '../dto/list-users.query.js';
import { UpdateUserDto } from '../dto/update-user.dto.js';
import { UserResponse } from '../dto/user.response.js';
import { UsersService } from './users.service.js';

@DescribedTag('users', 'Find accounts as staff, and change their roles or suspend them as the owner.')
@Controller('users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** List accounts, newest first */
  @Get()
  @RequirePermission('users:read')
  @ApiPage(UserResponse)
  async listUsers(@Query() query: ListUsersQuery): Promise<Page<UserResponse>> {
    const page = await this.users.list(query);
    return page.map((user) => UserResponse.from(user));
  }

  /** Read an account */
  @Get(':id')
  @RequirePermission('users:read')
  @ApiOkResponse({ type: UserResponse })
  async getUser(@UuidParam('id') id: string): Promise<UserResponse> {
    return UserResponse.from(await this.users.get(id));
  }

  /** Suspend or reactivate an account, or set its roles; staff needs a verified address and a long password */
  @Patch(':id')
  @RequirePermission('users:write')
  @Problems(LastOwner, PasswordNotFitForStaff, EmailNotVerified)
  @ApiOkResponse({ type: UserResponse })
  async updateUser(
    @UuidParam('id') id: string,
    @Body() body: UpdateUserDto,
    @CurrentUser() by: Principal,
  ): Promise<UserResponse> {
    return UserResponse.from(await this.users.change(id, body, by));
  }
}
