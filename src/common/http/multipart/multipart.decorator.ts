import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { RouteSettings } from '../route-settings.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    multipart?: boolean;
  }
}

type Properties = Record<
  string,
  {
    type: string;
    minLength?: number;
    maxLength?: number;
    pattern?: string;
    description?: string;
    example?: string;
  }
>;

/** Accepts multipart/form-data (elsewhere 415): the part `file`, and text fields that `properties` documents. */
export const TakesUpload = (description: string, properties: Properties = {}): MethodDecorator =>
  applyDecorators(
    RouteSettings({ multipart: true }),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary', description }, ...properties },
      },
    }),
  );
