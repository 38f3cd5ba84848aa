import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: unknown;
  allOf?: unknown;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly template: string;
}

type Content = Record<string, { schema?: object; examples?: Record<string, unknown> }>;

/** Holds every answer against the served OpenAPI document: known status, known fields alone, known problem codes. */
export class Contract {
  private static readonly known = new Map<string, Contract>();

  /** One for all shops of a test process that serve the same document: compiling its schemas costs more than most tests. */
  static of(document: OpenAPIObject): Contract {
    const text = JSON.stringify(document);
    const known = Contract.known.get(text) ?? new Contract(JSON.parse(text) as OpenAPIObject);
    Contract.known.set(text, known);
    return known;
  }

  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly routes: Route[];

  private constructor(private readonly document: OpenAPIObject) {
    (addFormats.default ?? addFormats)(this.ajv);
    this.ajv.addFormat('currency', /^[A-Z]{3}$/);
    this.ajv.addFormat('idn-email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/u);
    this.ajv.addSchema({ $id: 'openapi', components: closed(document.components as object) });
    this.routes = Object.entries(document.paths).flatMap(([template, path]) =>
      Object.keys(path).map((method) => ({ method, template, pattern: patternOf(template) })),
    );
    // Literal paths before patterns: /carts/current is not /carts/{id}.
    this.routes.sort((a, b) => a.template.split('{').length - b.template.split('{').length);
  }

  check(method: string, url: string, answer: Answer): void {
    const route = this.routeOf(method, url);
    const name = `${method} ${route?.template ?? url.split('?', 1)[0]} -> ${answer.status}`;
    if (answer.status >= 500 && answer.status !== 503) throw new Error(`${name}: ${answer.text}`);
    if (!route) return this.checkUnknownRoute(name, answer);
    const operation = this.operationOf(route);
    const response = (operation.responses as Record<string, { content?: Content } | undefined>)[
      String(answer.status)
    ];
    if (!response) throw new Error(`${name} is not documented: ${answer.text.slice(0, 500)}`);
    if (method === 'HEAD' || answer.status === 304 || response.content === undefined) {
      if (answer.text !== '') throw new Error(`${name} has no body: ${answer.text.slice(0, 500)}`);
      return;
    }
    this.checkBody(name, response.content, answer);
  }

  /** What the document has against the JSON of a request; undefined when it allows it, or asks for none. */
  faultOfBody(method: string, url: string, json: string): string | undefined {
    const route = this.routeOf(method, url);
    if (!route) return undefined;
    const asked = this.operationOf(route).requestBody as { content: Content } | undefined;
    const schema = asked?.content['application/json']?.schema;
    if (!schema) return undefined;
    const validate = this.validator(`${method} ${route.template} request`, schema);
    return validate(JSON.parse(json)) ? undefined : this.ajv.errorsText(validate.errors, { dataVar: 'body' });
  }

  /** HEAD is answered wherever GET is, and the document names GET alone. */
  private routeOf(method: string, url: string): Route | undefined {
    // The router ends a path at a raw `#`, too.
    const path = url.split(/[?#]/, 1)[0]!;
    const documented = method === 'HEAD' ? 'get' : method.toLowerCase();
    // A path of its own (/products/suggestions) is never one of the ids of another (/products/{id}).
    const isOwn = this.routes.some(({ template }) => template === path);
    return this.routes.find(
      ({ method: own, template, pattern }) =>
        own === documented && (isOwn ? template === path : pattern.test(path)),
    );
  }

  private operationOf(route: Route) {
    return this.document.paths[route.template]![route.method as 'get']!;
  }

  /** A known path may be named with a slash behind it, or asked for its methods. */
  private checkUnknownRoute(name: string, { status }: Answer): void {
    const isLed = status === 308 || (status === 204 && name.startsWith('OPTIONS '));
    if (status < 400 && !isLed) throw new Error(`${name}: no such route in the document`);
  }

  private checkBody(name: string, content: Content, answer: Answer): void {
    const type = answer.contentType.split(';', 1)[0]!;
    const media = content[type];
    if (!media?.schema)
      throw new Error(`${name}: ${type} is not documented (${Object.keys(content).join(', ')})`);
    if (!type.endsWith('json')) return;
    const body = JSON.parse(answer.text) as { code?: string };
    const validate = this.validator(name + type, media.schema);
    if (!validate(body)) {
      throw new Error(
        `${name} breaks its schema: ${this.ajv.errorsText(validate.errors)}\n${answer.text.slice(0, 2000)}`,
      );
    }
    if (type === 'application/problem+json' && media.examples?.[String(body.code)] === undefined) {
      throw new Error(
        `${name}: the code ${body.code} is not documented (${Object.keys(media.examples ?? {}).join(', ')})`,
      );
    }
  }

  private validator(key: string, schema: object): ValidateFunction {
    const known = this.validators.get(key);
    if (known) return known;
    const text = JSON.stringify(closed(schema)).replaceAll('"#/components/', '"openapi#/components/');
    const made = this.ajv.compile(JSON.parse(text) as object);
    this.validators.set(key, made);
    return made;
  }
}

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** Refuses fields that the document does not name. Problems are open: a refusal may carry members of its own. */
function closed<T extends object>(node: T, name = ''): T {
  if (Array.isArray(node)) return node.map((part: unknown) => closeAny(part)) as unknown as T;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, part]) => [key, closeAny(part, key)]),
  ) as Schema;
  if (
    copy.properties &&
    copy.additionalProperties === undefined &&
    copy.allOf === undefined &&
    name !== 'ProblemResponse'
  )
    copy.additionalProperties = false;
  return copy as T;
}

const closeAny = (part: unknown, name = ''): unknown =>
  typeof part === 'object' && part !== null ? closed(part, name) : part;
