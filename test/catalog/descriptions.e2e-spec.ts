import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { aKey } from '../support/builders/orders.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterAll(() => shop.close());

const create = (body: object) =>
  shop.http.post(
    '/products',
    { title: 'Described', variants: [{ prices: [{ amount: 100, currency: 'USD' }] }], ...body },
    { token, idempotencyKey: aKey() },
  );
const patch = (id: string, body: object) => shop.http.patch(`/products/${id}`, body, { token });
const storedText = async (id: string) =>
  (await shop.sql('SELECT description_text FROM products WHERE id = $1', [id]))[0].description_text as string;

describe('a description', () => {
  it('is text unless told otherwise, and stays as it was written', async () => {
    const description = '<b>5 < 6</b> & more\n\t<script>alert(1)</script>';
    const { body } = await create({ description });
    expect(body).toMatchObject({ description, descriptionFormat: 'text' });
    expect(await storedText(body.id)).toBe(description);
  });

  it('in HTML is cleaned before it is stored, with its text beside it', async () => {
    const { status, body } = await create({
      description:
        '<h2 onclick="x()">Heavy</h2><p>Cotton &amp; linen<script>alert(1)</script></p><ul><li>Warm</li></ul>',
      descriptionFormat: 'html',
    });
    const html = '<h2>Heavy</h2><p>Cotton &amp; linen</p><ul><li>Warm</li></ul>';
    expect(status).toBe(201);
    const page = await shop.http.get(`/products/${body.slug}`);
    expect(page.body).toMatchObject({ description: html, descriptionFormat: 'html' });
    expect(await storedText(body.id)).toBe('Heavy\n\nCotton & linen\n\n- Warm');
  });

  it('changes with its format, and is left alone by other changes', async () => {
    const { body } = await create({ description: '<p>One</p>', descriptionFormat: 'html' });
    const renamed = await patch(body.id, { title: 'Renamed' });
    expect(renamed.body).toMatchObject({ description: '<p>One</p>', descriptionFormat: 'html' });
    const inTheSame = await patch(body.id, { description: '<p onclick="x()">Other</p>' });
    expect(inTheSame.body).toMatchObject({ description: '<p>Other</p>', descriptionFormat: 'html' });
    const asText = await patch(body.id, { description: '<p>Two</p>', descriptionFormat: 'text' });
    expect(asText.body).toMatchObject({ description: '<p>Two</p>', descriptionFormat: 'text' });
    expect(await storedText(body.id)).toBe('<p>Two</p>');
    expect((await patch(body.id, { description: 'a < b' })).body).toMatchObject({ description: 'a < b' });
    const asHtml = await patch(body.id, { description: '<p>Three<script>', descriptionFormat: 'html' });
    expect(asHtml.body).toMatchObject({ description: '<p>Three</p>', descriptionFormat: 'html' });
    expect(await storedText(body.id)).toBe('Three');
  });

  it.each([
    ['of an unknown format', { description: 'x', descriptionFormat: 'markdown' }],
    ['of a null format', { description: 'x', descriptionFormat: null }],
    ['that is a format alone', { descriptionFormat: 'html' }],
    ['that grows too long as it is cleaned', { description: '<'.repeat(20_000), descriptionFormat: 'html' }],
  ])('%s is refused', async (_, body) => {
    const refused = await create(body);
    expect([refused.status, refused.body.code]).toEqual([400, 'validation_failed']);
    const { body: product } = await create({ description: 'before' });
    expect((await patch(product.id, body)).status).toBe(400);
    expect(await storedText(product.id)).toBe('before');
  });

  it('has text within its limit however its tables are lined up', async () => {
    const rows = `<tr><td>${'x'.repeat(9_000)}</td><td>y</td></tr>${'<tr><td>1</td><td>2</td></tr>'.repeat(100)}`;
    const { status, body } = await create({
      description: `<table><tbody>${rows}</tbody></table>`,
      descriptionFormat: 'html',
    });
    expect(status).toBe(201);
    expect((await storedText(body.id)).length).toBeLessThanOrEqual(20_000);
  });
});
