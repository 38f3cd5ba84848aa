import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Exchange } from '../gateway.js';

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Specification {
  readonly components: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const FILES = ['checkout_orders_v2', 'payments_payment_v2', 'notifications_webhooks_v1'];

export const DATA = process.env['CARTWRIGHT_DATA'] ?? '';
export const hasSpecifications = existsSync(join(DATA, 'api-specs/paypal'));

/** PayPal's own OpenAPI documents. */
export class PaypalContract {
  private readonly ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  });
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly specifications: Readonly<Record<string, Specification>>;

  constructor() {
    this.specifications = Object.fromEntries(FILES.map((file) => [file, read(file)]));
    for (const [file, { components }] of Object.entries(this.specifications))
      this.ajv.addSchema({ $id: file, components });
  }

  /** What is wrong with requests and answers; calls that the documents do not know, and answers of the test, are left out. */
  faultsOf(exchanges: readonly Exchange[]): string[] {
    return exchanges.flatMap(({ request, answer, isMadeUp }) => {
      const found = this.operationOf(request.method, request.path);
      if (!found || isMadeUp) return [];
      const { file, operation } = found;
      const name = `${request.method} ${request.path}`;
      const sent = operation.requestBody?.content['application/json']?.schema;
      const response = responseOf(operation, answer.status);
      if (response === undefined) return [`${name}: ${answer.status}`];
      const given = schemaOf(response);
      return [
        ...(sent && request.body !== '' ? this.check(file, sent, JSON.parse(request.body), name) : []),
        ...(given && answer.body !== undefined
          ? this.check(file, given, answer.body, `${name} -> ${answer.status}`)
          : []),
      ];
    });
  }

  private check(file: string, schema: object, value: unknown, name: string): string[] {
    const validate = this.validator(file, schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message }) => `${name}: ${instancePath} ${message}`);
  }

  private validator(file: string, schema: object): ValidateFunction {
    const text = JSON.stringify(schema).replaceAll('"#/', `"${file}#/`);
    const validate = this.validators.get(text) ?? this.ajv.compile(JSON.parse(text) as object);
    this.validators.set(text, validate);
    return validate;
  }

  private operationOf(method: string, path: string) {
    for (const [file, { paths }] of Object.entries(this.specifications))
      for (const [template, operations] of Object.entries(paths)) {
        const pattern = new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`);
        const operation = operations[method.toLowerCase()];
        if (operation && pattern.test(path)) return { file, operation };
      }
    return undefined;
  }
}

const read = (file: string): Specification =>
  JSON.parse(
    gunzipSync(readFileSync(join(DATA, `api-specs/paypal/${file}.json.gz`))).toString(),
    withoutWording,
  ) as Specification;

/** The texts beside an issue are fixed there, and changed by PayPal without notice. */
const withoutWording = (name: string, value: unknown): unknown =>
  name === 'description' && typeof value === 'object' ? { type: 'string' } : value;

/** Where a document names no refusal by its number, the standard one is meant. */
function responseOf({ responses }: Operation, status: number): unknown {
  const isTerse = !Object.keys(responses).some((name) => name.startsWith('4'));
  return responses[String(status)] ?? (isTerse && status >= 400 ? responses['default'] : undefined);
}

const schemaOf = (response: unknown): object | undefined =>
  (response as { content?: Record<string, { schema: object }> } | undefined)?.content?.['application/json']
    ?.schema;
