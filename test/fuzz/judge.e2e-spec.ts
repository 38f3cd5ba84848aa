import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiDocument } from '../../src/common/openapi/api-document.js';
import { ErrorLog } from './judgement/error-log.js';
import { Judge } from './judgement/judge.js';
import { Ownership } from './judgement/ownership.js';
import { ApiMap } from './knowledge/document.js';
import type { FuzzAnswer, FuzzRequest } from './requests/request.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { openShop, type TestShop } from '../support/shop.js';

const ORDER = '0199c5a0-5d1c-7d6a-8f0e-2b7f9d2c4e10';

let shop: TestShop;
beforeAll(async () => {
  shop = await openShop({ worker: false });
});
afterAll(() => shop.close());

function asked(operationId: string, changes: Partial<FuzzRequest> = {}): FuzzRequest {
  const api = new ApiMap(shop.get(ApiDocument).content!);
  const operation = api.operations.find(({ id }) => id === operationId)!;
  const { method, path } = operation;
  const sent = { operation, principal: 'staff', method, target: path, headers: {}, notes: [] } as const;
  return { ...sent, isOnWire: false, mayCall: true, ...changes };
}

const json = (status: number, body: unknown): FuzzAnswer => ({
  status,
  headers: { 'content-type': `application/${status < 400 ? '' : 'problem+'}json` },
  text: JSON.stringify(body),
  milliseconds: 1,
});
const refusal = (status: number, code: string, detail = 'x') =>
  json(status, { type: 'x', title: 'x', status, detail, instance: '/', code, requestId: 'x' });
const page = json(200, { items: [], nextCursor: null });

describe('An answer', () => {
  const judged = (request: FuzzRequest, answer: FuzzAnswer, log = new ErrorLog()) =>
    new Judge(shop.contract, log).complaint(request, answer)?.says ?? 'fine';

  it('is fine when it is as the document says, and when load was shed', () => {
    for (const answer of [page, refusal(403, 'forbidden'), refusal(503, 'overloaded')])
      expect(judged(asked('listTaxRates'), answer)).toBe('fine');
  });

  it.each([
    ['a failure', refusal(500, 'internal_error'), /^Answered 500/],
    ['none', { ...page, status: 0 }, /^The connection ended/],
    ['unavailable without being overloaded', refusal(503, 'down'), /^Answered 503/],
    ['of a status that is not in the document', refusal(409, 'conflict'), /409 is not documented/],
    ['of a code that is not in the document', refusal(403, 'not_you'), /one of the allowed values/],
    [
      'of another code than the route has',
      refusal(403, 'cart_not_ready'),
      /cart_not_ready is not documented/,
    ],
    ['with a field that is not in the document', json(200, { items: [], nextCursor: null, x: 1 }), /schema/],
    ['a refusal without a problem', { ...refusal(403, 'forbidden'), headers: {} }, /without a problem/],
    ['a problem of another status', { ...refusal(403, 'forbidden'), status: 401 }, /speaks of 403/],
    ['a look behind the scenes', refusal(403, 'forbidden', 'at node_modules/x'), /tells too much/],
  ])('is a finding when it is %s', (_, answer, says) => {
    expect(judged(asked('listTaxRates'), answer)).toMatch(says);
  });

  it('to HEAD is that of GET without its body', () => {
    const head = (changes: Partial<FuzzRequest> = {}) =>
      asked('listTaxRates', { method: 'HEAD', ...changes });
    const bare = { ...page, text: '' };
    expect(judged(head(), bare)).toBe('fine');
    expect(judged(head(), { ...bare, status: 403 })).toBe('fine');
    expect(judged(head(), page)).toMatch(/has no body/);
    expect(judged(head(), { ...bare, status: 409 })).toMatch(/409 is not documented/);
    expect(judged(head({ mayCall: false }), bare)).toMatch(/may not call it/);
  });

  it('is a finding when the log tells more of it', () => {
    const log = new ErrorLog();
    log.warn({ requestId: 'x', msg: 'The database is not available' });
    expect(judged(asked('listTaxRates'), refusal(503, 'overloaded'), log)).toMatch(/not available/);
  });

  it('is none when the log only calls for staff, who come', () => {
    const log = new ErrorLog(/^Refund 1 was refused/);
    log.error({ requestId: 'x', msg: 'Refund 1 was refused: staff have to decide' });
    log.error('Refund 1 was refused: staff have to decide', 'OperationOutcomes');
    log.error('Refund 2 was lost', 'OperationOutcomes');
    expect(log.take('x')).toBeUndefined();
    expect(log.takeOthers()).toMatchObject([{ message: 'Refund 2 was lost OperationOutcomes' }]);
  });

  it('is a finding when it lets in whom the document keeps out', () => {
    expect(judged(asked('listTaxRates', { mayCall: false }), page)).toMatch(/may not call it/);
  });

  it('is a finding when it takes what the document refuses', () => {
    const body = { name: 'VAT', country: 'DE', millionths: 190_000 };
    const at = new Date().toISOString();
    const row = { id: ORDER, region: null, version: 1, createdAt: at, updatedAt: at };
    const made = json(201, { ...body, ...row });
    const sent = (more: object) => ({ payload: Buffer.from(JSON.stringify({ ...body, ...more })) });
    expect(judged(asked('createTaxRate', sent({})), made)).toBe('fine');
    expect(judged(asked('createTaxRate', sent({ version: 9 })), made)).toMatch(/additional properties/);
    expect(judged(asked('createTaxRate', sent({ millionths: '1' })), made)).toMatch(/must be integer/);
  });
});

describe('A success is a finding', () => {
  const by = (account: { token: string } | undefined, orderToken?: string) => ({
    target: `/api/v1/orders/${ORDER}`,
    headers: {
      ...(account ? { authorization: `Bearer ${account.token}` } : {}),
      ...(orderToken === undefined ? {} : { 'x-order-token': orderToken }),
    },
  });
  const trespass = async (ownership: Ownership, proof: Partial<FuzzRequest>) =>
    (await ownership.complaint(asked('getOrder', { principal: 'rival', ...proof }), json(200, {}))) !==
    undefined;

  it("when it shows a customer's order to anyone but the customer and staff", async () => {
    const [customer, rival] = [await aCustomer(shop), await aCustomer(shop)];
    const ownership = new Ownership(shop);
    ownership.note(asked('placeOrder', by(customer)), { id: ORDER });
    expect(await trespass(ownership, by(customer))).toBe(false);
    expect(await trespass(ownership, by(await aStaff(shop)))).toBe(false);
    expect(await trespass(ownership, by(rival))).toBe(true);
    expect(await trespass(ownership, by(undefined, 'guess'))).toBe(true);
  });

  it("when it shows a guest's order to anyone without its token", async () => {
    const ownership = new Ownership(shop);
    const placed = { id: ORDER, accessToken: 'secret' };
    ownership.note(asked('placeOrder', by(undefined)), placed);
    ownership.note(asked('placeOrder', by(await aCustomer(shop))), placed);
    expect(await trespass(ownership, by(undefined, 'secret'))).toBe(false);
    expect(await trespass(ownership, by(undefined))).toBe(true);
    expect(await trespass(ownership, by(await aCustomer(shop)))).toBe(true);
  });

  it("when somebody else orders a customer's cart", async () => {
    const [customer, rival] = [await aCustomer(shop), await aCustomer(shop)];
    const ownership = new Ownership(shop);
    ownership.note(asked('createCart', by(customer)), { id: ORDER });
    const payload = Buffer.from(JSON.stringify({ cartId: ORDER }));
    const ordered = (account: { token: string }) =>
      ownership.complaint(
        asked('placeOrder', { ...by(account), target: '/api/v1/orders', payload }),
        json(201, {}),
      );
    expect(await ordered(customer)).toBeUndefined();
    expect(await ordered(rival)).toBeDefined();
    expect(await ordered(await aStaff(shop))).toBeDefined();
  });
});
