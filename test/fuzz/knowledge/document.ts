import type { OpenAPIObject } from '@nestjs/swagger';

/** What the fuzzer reads of a JSON schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema; readonly examples?: object }>>;

/** A route of the document. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** As a template: `/api/v1/carts/{id}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body?: Schema;
  /** Whether it takes a file, as multipart/form-data. */
  readonly takesUpload: boolean;
  readonly responses: Readonly<Record<string, { readonly content?: Content } | undefined>>;
  /** Whether strangers may call it. */
  readonly isPublic: boolean;
  readonly permission?: string;
}

interface RawOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Operation['responses'];
  security: object[];
  'x-permission'?: string;
}

const NAME = /^#\/components\/schemas\//;

/** The OpenAPI document as the fuzzer reads it: its routes, and what its references point at. */
export class ApiMap {
  readonly operations: readonly Operation[];
  private readonly schemas: Readonly<Record<string, Schema>>;

  constructor(document: OpenAPIObject) {
    this.schemas = document.components?.schemas ?? {};
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, RawOperation>).map(([method, raw]) =>
        operationOf(path, method, raw),
      ),
    );
  }

  /** Every code that a refusal may have. */
  get codes(): ReadonlySet<string> {
    const contents = this.operations.flatMap(({ responses }) =>
      Object.values(responses).map((response) => response?.content?.['application/problem+json']),
    );
    return new Set(contents.flatMap((content) => Object.keys(content?.examples ?? {})));
  }

  /** The schema behind a reference, or the schema itself. */
  resolve(schema: Schema): Schema {
    if (schema.$ref !== undefined) return this.resolve(this.schemas[schema.$ref.replace(NAME, '')]!);
    return schema.allOf?.length === 1 ? this.resolve({ ...schema.allOf[0]! }) : schema;
  }

  /** `CartResponse` of a reference to it. */
  nameOf(schema: Schema): string | undefined {
    return (schema.$ref ?? schema.allOf?.[0]?.$ref)?.replace(NAME, '');
  }
}

function operationOf(path: string, method: string, raw: RawOperation): Operation {
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: raw.parameters ?? [],
    body: raw.requestBody?.content['application/json']?.schema,
    takesUpload: raw.requestBody?.content['multipart/form-data'] !== undefined,
    responses: raw.responses,
    isPublic: raw.security.length === 0 || raw.security.some((way) => !('bearer' in way)),
    permission: raw['x-permission'],
  };
}
