import { Ajv, type ValidateFunction } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Exchange } from '../gateway.js';
import { readForm } from './stripe-form.js';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;

interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const FORM = 'application/x-www-form-urlencoded';

/** Stripe's own OpenAPI file, in the folder that `CARTWRIGHT_DATA` names. */
const FILE = join(process.env['CARTWRIGHT_DATA'] ?? '', 'api-specs/stripe/spec3-2023-09-12.json.gz');

/** Holds what we send, and what the double answers, to Stripe's own description of its API. */
export class StripeContract {
  private readonly requests = new Ajv({ strict: false, validateFormats: false, coerceTypes: 'array' });
  private readonly answers = new Ajv({ strict: false, validateFormats: false });
  private readonly validators = new Map<string, ValidateFunction>();

  private constructor(private readonly spec: Spec) {}

  /** Undefined without Stripe's file. */
  static read(): StripeContract | undefined {
    if (process.env['CARTWRIGHT_DATA'] === undefined || !existsSync(FILE)) return undefined;
    return new StripeContract(asJsonSchema(JSON.parse(gunzipSync(readFileSync(FILE)).toString())) as Spec);
  }

  /** Says what does not conform. */
  faultsOf({ request, answer }: Exchange): string[] {
    const path = Object.keys(this.spec.paths).find((known) => matches(known, request.path));
    const operation = path === undefined ? undefined : this.spec.paths[path]?.[request.method.toLowerCase()];
    const name = `${request.method} ${path ?? request.path}`;
    if (!operation) return [`${name} is no operation of Stripe's`];
    return [
      ...this.faultsInRequest(name, operation, request),
      ...this.faultsInAnswer(name, operation, answer),
    ];
  }

  private faultsInRequest(
    name: string,
    operation: Operation,
    { query, body }: Exchange['request'],
  ): string[] {
    const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const strange = [...query.keys()].filter((key) => !known.some((one) => one.name === key.split('[')[0]));
    const schema = operation.requestBody?.content[FORM]?.schema;
    const faults = schema ? this.check(this.requests, `${name} request`, schema, listed(readForm(body))) : [];
    return [...strange.map((key) => `${name}: no query parameter ${key}`), ...faults];
  }

  private faultsInAnswer(name: string, operation: Operation, { status, body }: Exchange['answer']): string[] {
    const schema =
      operation.responses[status === 200 ? '200' : 'default']?.content['application/json']?.schema;
    return schema
      ? this.check(this.answers, `${name} ${status === 200 ? 'answer' : 'error'}`, schema, body)
      : [];
  }

  private check(ajv: Ajv, name: string, schema: object, value: unknown): string[] {
    const known = this.validators.get(name);
    const validate = known ?? ajv.compile({ ...schema, components: this.spec.components });
    this.validators.set(name, validate);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${name} ${error.instancePath} ${error.message}`);
  }
}

const matches = (template: string, path: string): boolean =>
  new RegExp(`^${template.replaceAll(/\{\w+\}/g, '(?!search$)[^/]+')}$`).test(path);

/** `expand[0]=a` is a list. */
const listed = (form: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(form).map(([name, value]) => [
      name,
      name === 'expand' && typeof value === 'object' && value !== null ? Object.values(value) : value,
    ]),
  );

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, asJsonSchema(value)]));
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}
