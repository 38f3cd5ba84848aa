import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS_OF } from '../../src/common/errors/domain-error.js';
import { routesOf } from '../../src/common/http/routes.js';
import { openShop, type TestShop } from '../support/shop.js';

interface Body {
  schema: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}

interface Operation {
  operationId: string;
  parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    description?: string;
    schema: { format?: string };
  }[];
  summary?: string;
  description?: string;
  security: object[];
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<
    string,
    {
      description?: string;
      headers?: object;
      content?: Record<string, { schema?: object; example?: unknown; examples?: object }>;
    }
  >;
  'x-permission'?: string;
}

const isRequiredKey = ({ name, required }: { name: string; required?: boolean }): boolean =>
  name === 'Idempotency-Key' && required === true;

/** Why a second call of these may come without a key. */
const WITHOUT_KEY: Readonly<Record<string, string>> = {
  'auth/login': 'It opens a session more, and changes nothing else.',
  'auth/logout': 'The session has ended already.',
  'auth/refresh': 'The refresh token is the key.',
  'auth/register': 'The address is taken.',
  carts: 'A cart that nobody uses is swept away.',
  'carts/{id}/claim': 'The cart is claimed already.',
  'carts/{id}/items': 'The shopper sees the quantity before the order.',
  'catalog/imports': 'The same file writes the same products.',
  'inventory/imports': 'The same file sets the same counts.',
  'orders/{id}/cancellation': 'The order is canceled already.',
  'orders/{id}/reopening': 'The order is reopened already.',
  'payments/webhooks/{id}/retries': 'The provider is asked what is true now.',
  'payments/{id}/cancellation': 'The payment is canceled already.',
  'payments/{id}/confirmation': 'The payment is confirmed already.',
  'products/{id}/media': 'Staff see the picture twice, and take one away.',
  'products/{id}/variants': 'The option values are taken.',
  'tax-rates': 'The place has its rate.',
  'webhooks/{provider}': 'The event has its own id.',
};

describe('the OpenAPI document', () => {
  let shop: TestShop;
  let document: {
    openapi: string;
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, { enum?: string[] }>; examples: object; headers: object };
    servers: object[];
    tags: { name: string; description: string }[];
  };
  let operations: [name: string, operation: Operation][];
  beforeAll(async () => {
    shop = await openShop({ worker: false });
    document = JSON.parse((await shop.app.inject('/openapi.json')).payload);
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method} ${path}`,
        operation,
      ]),
    );
  });
  afterAll(() => shop.close());

  it('is the committed one: a change of the API is a change of test/openapi.json', async () => {
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../openapi.json');
  });

  it('is of version 3.1 and knows every route of the application', () => {
    expect(document.openapi).toBe('3.1.0');
    const missing = routesOf(shop.app).filter(
      ({ path, method }) => document.paths[path]?.[method] === undefined,
    );
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('gives each operation a summary, an id of its own, and its access', () => {
    const ids = operations.map(([, operation]) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const bare = operations.filter(([, { summary, security }]) => !summary || !security);
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('asks for an Idempotency-Key wherever a second click would do a second thing', () => {
    const unkeyed = operations
      .filter(([name]) => name.startsWith('post '))
      .filter(([, { parameters = [] }]) => !parameters.some(isRequiredKey))
      .map(([name]) => name.replace('post /api/v1/', ''));
    expect(unkeyed.toSorted()).toEqual(Object.keys(WITHOUT_KEY).toSorted());
  });

  it('shows an example and a schema of every JSON body', () => {
    const bare = operations.filter(([, { requestBody, responses }]) => {
      const bodies = [requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.entries(part?.content ?? {}).flatMap(([type, body]) => (type.endsWith('json') ? [body] : [])),
      );
      return bodies.some((body) => !('schema' in body) || (!('example' in body) && !('examples' in body)));
    });
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('shows no example that its own schema refuses', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    (addFormats.default ?? addFormats)(ajv);
    ajv.addFormat('currency', /^[A-Z]{3}$/);
    ajv.addFormat('idn-email', true);
    ajv.addSchema({ $id: 'openapi', components: document.components });
    const refused = operations.flatMap(([name, { requestBody, responses }]) =>
      [requestBody, ...Object.values(responses)].flatMap((part) => {
        const body = part?.content?.['application/json'] as Body | undefined;
        if (!body) return [];
        const schema = JSON.parse(JSON.stringify(body.schema).replaceAll('"#/', '"openapi#/')) as object;
        const examples = body.examples ? Object.values(body.examples) : [{ value: body.example }];
        return examples
          .filter(({ value }) => !ajv.validate(schema, value))
          .map(({ value }) => `${name}: ${JSON.stringify(value)}`);
      }),
    );
    expect(refused).toEqual([]);
  });

  it('names each path once, whatever its parameters are called', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replace(/\{\w+\}/g, '{}'));
    expect(shapes.length).toBe(new Set(shapes).size);
    expect(document.servers).toEqual([{ url: '/', description: expect.any(String) }]);
  });

  it('describes every operation, parameter and answer', () => {
    const bare = operations.flatMap(([name, { description, parameters = [], responses }]) =>
      [{ description }, ...parameters, ...Object.values(responses)]
        .filter((part) => !part.description)
        .map(() => name),
    );
    expect(bare).toEqual([]);
  });

  it('says of ids in paths that they are UUIDs, but where a slug or a name will do', () => {
    const ids = operations.flatMap(([name, { parameters = [] }]) =>
      parameters
        .filter((parameter) => parameter.in === 'path' && /id$/i.test(parameter.name))
        .filter(({ schema }) => schema.format !== 'uuid')
        .map((parameter) => `${name} ${parameter.name}`),
    );
    expect(ids).toEqual([
      'get /api/v1/products/{id} id',
      'get /api/v1/products/{id}/related id',
      'get /api/v1/categories/{id} id',
    ]);
  });

  it('names the headers of its answers, and describes each', () => {
    const headersOf = (name: string, status: string): string[] =>
      Object.keys(Object.fromEntries(operations)[name]!.responses[status]!.headers ?? {});
    expect(headersOf('get /api/v1/products/{id}', '200')).toEqual(
      expect.arrayContaining(['ETag', 'RateLimit-Limit']),
    );
    expect(headersOf('post /api/v1/orders', '201')).toEqual(
      expect.arrayContaining(['Location', 'Idempotency-Replayed']),
    );
    expect(headersOf('post /api/v1/orders', '429')).toContain('Retry-After');
    expect(Object.values(document.components.headers).filter(({ description }) => !description)).toEqual([]);
  });

  it('names every enumeration of several values', () => {
    const { schemas } = document.components;
    const places = [...Object.values(schemas), ...operations.map(([, { parameters }]) => parameters)];
    const unnamed = places.filter((place) => /"enum":\["[^"]*","/.test(JSON.stringify(place ?? {})));
    expect(unnamed.filter((place) => !('enum' in place!))).toEqual([]);
  });

  it('says of each tag what is found under it', () => {
    expect(document.tags.filter(({ description }) => !/^[A-Z].{20,}\.$/.test(description))).toEqual([]);
  });

  it('has one enumeration of permissions', () => {
    const names = Object.keys(document.components.schemas).filter((name) => name.endsWith('Permission'));
    expect(names).toEqual(['Permission']);
  });

  it('asks for a credential where one is needed, and nowhere else', () => {
    const securityOf = (name: string) => Object.fromEntries(operations)[name]!.security;
    expect(securityOf('get /api/v1/categories')).toEqual([]);
    expect(securityOf('post /api/v1/carts')).toEqual([{}, { bearer: [] }]);
    expect(securityOf('get /api/v1/users')).toEqual([{ bearer: [] }]);
    expect(securityOf('get /api/v1/orders/{id}')).toEqual([{ orderToken: [] }, { bearer: [] }]);
  });

  it('lists every code that it names', () => {
    const { schemas, examples } = document.components;
    expect(schemas['ProblemCode']!.enum).toEqual(expect.arrayContaining(Object.keys(examples)));
  });

  it('answers every success with a described body, or with none', () => {
    const bare = operations.filter(([, { responses }]) => {
      const [status, response] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [
        'none',
        {},
      ];
      return status === 'none' || (status !== '204' && response.content === undefined);
    });
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it('documents refusals with the status of their kind', () => {
    const statuses = new Set([...Object.values(STATUS_OF), 413, 414, 415, 431].map(String));
    const odd = operations.flatMap(([name, { responses }]) =>
      Object.keys(responses)
        .filter((status) => status >= '400' && !statuses.has(status))
        .map((status) => `${name} ${status}`),
    );
    expect(odd).toEqual([]);
  });
});

describe('the docs page', () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await openShop({ worker: false });
  });
  afterAll(() => shop.close());

  it('loads everything from this server', async () => {
    const page = await shop.app.inject('/docs');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const assets = [...page.payload.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
    expect(assets.length).toBeGreaterThan(2);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      expect((await shop.app.inject(new URL(asset, 'http://x/docs').pathname)).statusCode).toBe(200);
    }
  });
});
