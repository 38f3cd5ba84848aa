import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ProblemResponse } from '../http/problem.response.js';
import { routesOf } from '../http/routes.js';
import { quietParameters } from './parameters.js';
import { describeOperation, type ProblemExamples } from './operation.js';
import { closeRequests } from './closed.js';
import { fillDescriptions } from './descriptions.js';
import { nameEnums, sortEnums } from './enums.js';
import { ApiStory } from './api-story.js';
import { fillExamples } from './examples.js';
import { HEADERS } from './headers.js';
import { modernizeNullable } from './nullable.js';
import { type Method, operationsOf } from './operations.js';
import { nameProblems } from './problems.js';

export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Cartwright')
    .setDescription(DESCRIPTION)
    .setVersion(version)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'bearer')
    .addApiKey(
      { type: 'apiKey', in: 'header', name: 'X-Order-Token', description: 'Guest access to one order' },
      'orderToken',
    )
    .addServer('/', 'The server that gave this document.')
    .build();
  config.info.contact = { name: 'Cartwright' };
  const made = SwaggerModule.createDocument(app, config, {
    extraModels: [ProblemResponse],
    operationIdFactory: (_controller, method) => method,
  });
  // A copy, because decorators share their objects between applications.
  const document = JSON.parse(JSON.stringify(made)) as OpenAPIObject;
  const examples: ProblemExamples = {};
  for (const route of routesOf(app)) {
    const operation = document.paths[route.path]?.[route.method as Method];
    if (operation) describeOperation(operation, route, examples);
  }
  document.components = { ...document.components, examples, headers: HEADERS };
  nameProblems(document, Object.keys(examples));
  sortEnums(document);
  quietParameters(document);
  nameEnums(document);
  closeRequests(document);
  fillDescriptions(document);
  modernizeNullable(document);
  refuseTwins(document);
  keepWhatIsLeftOut(document);
  fillExamples(document, app.get(ApiStory).told);
  return document;
}

/** Removes defaults from changes, because clients would send them and overwrite omitted fields. */
function keepWhatIsLeftOut(document: OpenAPIObject): void {
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    if (!name.startsWith('Update') || !('properties' in schema)) continue;
    for (const property of Object.values(schema.properties ?? {}))
      if ('default' in property) delete property.default;
  }
}

/** Generated clients name their methods by operationId, so each must be unique. */
function refuseTwins(document: OpenAPIObject): void {
  const seen = new Set<string>();
  for (const { operation } of operationsOf(document)) {
    const id = operation.operationId!;
    if (seen.has(id)) throw new Error(`Two routes have the operationId ${id}: name their methods apart`);
    seen.add(id);
  }
}

const DESCRIPTION = `The commerce backend that you can trust with money.

**Try it here**: sign in with \`POST /api/v1/auth/login\`, press *Authorize* and paste the \`accessToken\`. A guest needs no
sign-in: create a cart, give it an address and a shipping method, place the order, and pay it with the test provider.
Every refusal is \`application/problem+json\` (RFC 9457) with a stable \`code\`.

**For every path**: HEAD is answered as GET is, without the body. Another method than those of the path is 405
(\`method_not_allowed\`), and OPTIONS is 204; both name the methods in the header \`Allow\`. A path with a slash behind it
is 308, with the right one in \`Location\`. A body must be sent where one is required, and fields that are not named here
are refused (\`unknown_field\`).`;
