import { Injectable } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of the running application, filled once all routes are known. */
@Injectable()
export class ApiDocument {
  content?: OpenAPIObject;
}
