import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOwner } from '../support/builders/accounts.js';
import { type Parameter, type Sent, sendingsOf } from '../support/parameter-requests.js';
import { type Schema, type Schemas, variantsOf } from '../support/schema-requests.js';
import { openShop, type TestShop } from '../support/shop.js';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Record<string, { content?: Record<string, { examples?: object }> }>;
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Record<string, { schema: Schema; example: unknown }>;
  };
}

interface Asked {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly isRequired: boolean;
  readonly schema: Schema;
  readonly example: unknown;
  /** Whether a body keeps the schema. */
  readonly isRight: ValidateFunction;
}

/** The key is asked for by what the body says: with items that are named, a second call would cancel more of them. */
const ASKED_BY_BODY = 'cancelOrder Idempotency-Key';

/** An operation with where it stands, and a parameter of it. */
interface AskedBy extends Pick<Asked, 'name' | 'method' | 'url'> {
  readonly parameter: Parameter;
  readonly isRight: ValidateFunction;
  /** A body that is right, and the headers that must be there. */
  readonly payload: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Codes of its answers of 400. */
  readonly codes: ReadonlySet<string>;
}

/** Refusals of a body as such; others say that this body does not fit what the shop has. */
const OF_BODIES = new Set(['validation_failed', 'unknown_field', 'malformed_body']);

/**
 * Rules that no schema can say: between fields, and of texts in a grammar of their own. A fault with one of these codes
 * is no contradiction to the document.
 */
const BEYOND_SCHEMAS = new Set([
  'array_unique',
  'description',
  'email',
  'image_address',
  'invalid_cursor',
  'in_currency_of_price',
  'is_not_in',
  'option_missing',
  'option_unknown',
  'option_value_unknown',
  'region_of_country',
  'required_by_country',
  'sale_not_below_price',
  'sku_taken',
  'variant_exists',
]);

let shop: TestShop;
let token: string;
let asked: Asked[];
let askedBy: AskedBy[];
let ajv: Ajv2020;
let schemas: Schemas;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await anOwner(shop));
  const document = JSON.parse((await shop.app.inject('/openapi.json')).payload) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Schemas };
  };
  schemas = document.components.schemas;
  ajv = new Ajv2020({ strict: false });
  (addFormats.default ?? addFormats)(ajv);
  for (const format of ['currency', 'idn-email', 'password']) ajv.addFormat(format, true);
  ajv.addSchema({ $id: 'openapi', components: document.components });
  asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => askedOf(path, method, operation)),
  );
  askedBy = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => askedByOf(path, method, operation)),
  );
});
afterAll(() => shop.close());

function askedOf(path: string, method: string, { operationId, requestBody }: Operation): Asked[] {
  const json = requestBody?.content['application/json'];
  if (!json?.schema.$ref) return [];
  const isRight = ajv.compile({ $ref: json.schema.$ref.replace('#/', 'openapi#/') });
  const url = path.replace(/\{\w+\}/g, () => randomUUID());
  return [
    {
      name: operationId,
      method: method.toUpperCase(),
      url,
      isRequired: requestBody!.required,
      isRight,
      ...json,
    },
  ];
}

function askedByOf(path: string, method: string, operation: Operation): AskedBy[] {
  const { operationId, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.example;
  const problems = responses['400']?.content?.['application/problem+json']?.examples ?? {};
  return parameters
    .filter((parameter) => parameter.in !== 'path')
    .map((parameter) => ({
      name: `${operationId} ${parameter.name}`,
      method: method.toUpperCase(),
      url: path.replace(/\{\w+\}/g, () => randomUUID()),
      parameter,
      isRight: ajv.compile(
        JSON.parse(JSON.stringify(parameter.schema).replaceAll('"#/', '"openapi#/')) as object,
      ),
      payload: body === undefined ? undefined : JSON.stringify(body),
      headers: Object.fromEntries(
        parameters
          .filter((one) => one.in === 'header' && one.required)
          .map((one) => [one.name, randomUUID()]),
      ),
      codes: new Set(Object.keys(problems)),
    }));
}

/** The codes of the faults that the shop finds with a parameter; none when it takes it. */
async function faultsWith(
  { method, url, parameter, payload, headers, codes }: AskedBy,
  texts: Sent['texts'],
) {
  const isHeader = parameter.in === 'header';
  const { [parameter.name]: _, ...others } = headers as Record<string, string>;
  const answer = await shop.app.inject({
    method: method as 'POST',
    url,
    query: isHeader ? '' : new URLSearchParams(texts as [string, string][]).toString(),
    headers: {
      authorization: `Bearer ${token}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...others,
      ...(isHeader ? Object.fromEntries(texts) : {}),
    },
    payload,
  });
  if (answer.statusCode !== 400) return [];
  const { code, errors } = answer.json() as { code: string; errors?: { path: string; code: string }[] };
  if (!codes.has(code)) return [`undocumented ${code}`];
  if (errors === undefined) return code.startsWith('idempotency_key') === isKey(parameter) ? [code] : [];
  return errors.filter(({ path }) => path.startsWith(parameter.name)).map((one) => one.code);
}

const isKey = ({ name }: Parameter): boolean => name === 'Idempotency-Key';

/** The faults that the shop finds with a body; none when it takes it, or refuses it for another reason. */
async function faultsOf({ method, url }: Asked, payload: string | undefined) {
  const headers = {
    authorization: `Bearer ${token}`,
    'idempotency-key': randomUUID(),
    ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
  };
  const answer = await shop.app.inject({ method: method as 'POST', url, headers, payload });
  if (answer.statusCode !== 400) return [];
  const problem = answer.json() as { code: string; errors?: { path: string; code: string }[] };
  return OF_BODIES.has(problem.code) ? (problem.errors ?? [{ path: '', code: problem.code }]) : [];
}

describe('The document says what the shop takes', () => {
  it('of every body: what keeps its schema is taken, what breaks it in one place is refused', async () => {
    const contradictions: string[] = [];
    let [taken, refused] = [0, 0];
    for (const one of asked) {
      for (const { name, body } of [
        { name: 'example', body: one.example },
        ...variantsOf(one.example, one.schema, schemas),
      ]) {
        if (body === undefined) continue;
        const isRight = one.isRight(body);
        const faults = await faultsOf(one, JSON.stringify(body));
        const isTaken = faults.every(({ code }) => BEYOND_SCHEMAS.has(code));
        if (isRight) taken += 1;
        else refused += 1;
        if (isRight ? !isTaken : faults.length === 0)
          contradictions.push(
            `${one.name} ${name} (${isRight ? 'right' : 'wrong'}): ${JSON.stringify(faults)}`,
          );
      }
    }
    expect(contradictions).toEqual([]);
    expect(taken).toBeGreaterThan(asked.length);
    expect(refused).toBeGreaterThan(5 * asked.length);
  }, 600_000);

  it('of a body that is missing: it is refused where one is required, and there alone', async () => {
    const contradictions: string[] = [];
    for (const one of asked) {
      const faults = await faultsOf(one, undefined);
      if (faults.length > 0 !== one.isRequired) contradictions.push(`${one.name}: ${JSON.stringify(faults)}`);
    }
    expect(contradictions).toEqual([]);
    expect(asked.filter(({ isRequired }) => !isRequired).length).toBeGreaterThan(0);
  });

  it('of every parameter: what keeps its schema is taken, what breaks it is refused', async () => {
    const contradictions: string[] = [];
    let [taken, refused] = [0, 0];
    for (const one of askedBy) {
      for (const { name, texts, value } of sendingsOf(one.parameter, schemas)) {
        const isRight = one.isRight(value);
        const faults = await faultsWith(one, texts);
        const isTaken = faults.every((code) => BEYOND_SCHEMAS.has(code));
        if (isRight) taken += 1;
        else refused += 1;
        if (isRight ? !isTaken : faults.length === 0)
          contradictions.push(
            `${one.name} ${name} ${JSON.stringify(texts)} (${isRight ? 'right' : 'wrong'}): ${faults.join()}`,
          );
      }
    }
    expect(contradictions).toEqual([]);
    expect(taken).toBeGreaterThan(askedBy.length);
    expect(refused).toBeGreaterThan(askedBy.length);
  }, 600_000);

  it('of a parameter that is missing: it is refused where one is required, and there alone', async () => {
    const contradictions: string[] = [];
    for (const one of askedBy) {
      const faults = await faultsWith(one, []);
      const namesItems = one.payload?.includes('"items"') === true;
      const isRequired = one.parameter.required === true || (one.name === ASKED_BY_BODY && namesItems);
      if (faults.length > 0 !== isRequired) contradictions.push(`${one.name}: ${faults.join()}`);
    }
    expect(contradictions).toEqual([]);
  });
});
