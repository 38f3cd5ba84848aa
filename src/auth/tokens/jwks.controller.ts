import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../../common/http/access.decorator.js';
import { JwksResponse } from '../dto/jwks.response.js';
import { SigningKeys } from './signing-keys.js';

@ApiTags('auth')
@Controller('.well-known/jwks.json')
export class JwksController {
  constructor(private readonly keys: SigningKeys) {}

  /** Read the public keys of access tokens (RFC 7517), with which other services verify them */
  @Get()
  @Public()
  @Header('cache-control', 'public, max-age=300')
  @ApiOkResponse({ type: JwksResponse })
  getJwks(): JwksResponse {
    return JwksResponse.from(this.keys.jwks);
  }
}
