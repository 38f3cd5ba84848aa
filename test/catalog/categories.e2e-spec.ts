import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uuidv7 } from '../../src/common/database/ids.js';
import { aStaff } from '../support/builders/accounts.js';
import { aCategory } from '../support/builders/categories.js';
import { aKey } from '../support/builders/orders.js';
import { aProduct } from '../support/builders/products.js';
import { openShop, type TestShop } from '../support/shop.js';
import { expectStaffAlone } from '../support/staff-alone.js';

interface Node {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly children: Node[];
}

let shop: TestShop;
let token: string;

beforeAll(async () => {
  shop = await openShop({ worker: false });
  ({ token } = await aStaff(shop));
});
afterEach(() => shop.doctor());
afterAll(() => shop.close());

const create = (body: object, idempotencyKey = aKey()) =>
  shop.http.post('/categories', body, { token, idempotencyKey });
const patch = (id: string, body: object, headers: Record<string, string> = {}) =>
  shop.http.patch(`/categories/${id}`, body, { token, headers });
const remove = (id: string, headers: Record<string, string> = {}) =>
  shop.http.delete(`/categories/${id}`, { token, headers });
const tree = async (): Promise<Node[]> => (await shop.http.get('/categories')).body.items;
const find = (nodes: readonly Node[], id: string): Node | undefined =>
  nodes.find((node) => node.id === id) ?? nodes.flatMap((node) => find(node.children, id) ?? [])[0];

async function aBranch(levels: number): Promise<string[]> {
  const ids: string[] = [];
  for (let level = 0; level < levels; level += 1) {
    ids.push((await aCategory(shop, { parentId: ids.at(-1) ?? null })).id);
  }
  return ids;
}

describe('the tree of categories', () => {
  it('shows each below its parent, in the order of their names', async () => {
    const { body: clothes } = await create({ name: 'Clothes' });
    for (const name of ['shirts', 'Äpfel', 'Zips', 'Apfel', 'Ärmel']) {
      expect((await create({ name, parentId: clothes.id })).status).toBe(201);
    }
    const node = find(await tree(), clothes.id)!;
    expect(node).toMatchObject({ slug: 'clothes', name: 'Clothes', parentId: null, version: 1 });
    expect(node.children.map(({ name }) => name)).toEqual(['Apfel', 'Äpfel', 'Ärmel', 'shirts', 'Zips']);
    expect(node.children[0]).toMatchObject({ parentId: clothes.id, children: [] });
  });

  it('is one statement, then none', async () => {
    await aCategory(shop);
    expect(await shop.statementsOf(tree)).toHaveLength(1);
    expect(await shop.statementsOf(tree)).toHaveLength(0);
  });

  it('follows each change at once', async () => {
    const { id } = await aCategory(shop);
    expect(find(await tree(), id)).toBeDefined();
    await patch(id, { name: 'Renamed' });
    expect(find(await tree(), id)).toMatchObject({ name: 'Renamed' });
    await remove(id);
    expect(find(await tree(), id)).toBeUndefined();
  });
});

describe('a category', () => {
  it('gets a slug of its name, with a number where that is taken', async () => {
    const slugs = [];
    for (let count = 0; count < 3; count += 1) slugs.push((await create({ name: 'Größe & Maß' })).body.slug);
    expect(slugs).toEqual(['grosse-mass', 'grosse-mass-2', 'grosse-mass-3']);
    const taken = await create({ name: 'Other', slug: 'grosse-mass' });
    expect([taken.status, taken.body.code]).toEqual([409, 'slug_taken']);
  });

  it('is made once for one Idempotency-Key', async () => {
    const [first, second] = [await create({ name: 'Once' }, 'once'), await create({ name: 'Once' }, 'once')];
    expect(second.text).toBe(first.text);
  });

  it('is shown with an ETag that a change must match', async () => {
    const { id } = await aCategory(shop);
    const { headers, body } = await shop.http.get(`/categories/${id}`);
    expect(body).toMatchObject({ id, version: 1 });
    expect((await patch(id, { name: 'A' }, { 'if-match': headers['etag']! })).body.version).toBe(2);
    const stale = await patch(id, { name: 'B' }, { 'if-match': headers['etag']! });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await remove(id, { 'if-match': headers['etag']! })).status).toBe(412);
  });

  it('stays as it is by a change of nothing', async () => {
    const parent = await aCategory(shop);
    const { id } = await aCategory(shop, { name: 'Same', slug: 'same', parentId: parent.id });
    for (const same of [{}, { name: 'Same' }, { name: 'Same', slug: 'same', parentId: parent.id }]) {
      const answer = await patch(id, same);
      expect([answer.status, answer.body]).toMatchObject([
        200,
        { id, name: 'Same', slug: 'same', version: 1 },
      ]);
    }
    for (const [version, change] of [
      [2, { name: 'Other' }],
      [3, { slug: 'other' }],
      [4, { parentId: null }],
    ] as const) {
      expect((await patch(id, change)).body).toMatchObject({ ...change, version });
      expect((await patch(id, change)).body).toMatchObject({ ...change, version });
    }
  });

  it('moves with all that stands below it', async () => {
    const [top, middle, leaf] = await aBranch(3);
    const other = await aCategory(shop);
    const moved = await patch(middle!, { parentId: other.id });
    expect(moved.body).toMatchObject({ parentId: other.id, version: 2 });

    const after = await tree();
    expect(find(after, top!)!.children).toEqual([]);
    expect(find(after, other.id)!.children[0]!.children[0]!.id).toBe(leaf);
    expect((await patch(middle!, { parentId: null })).body.parentId).toBe(null);
  });

  it('never stands below itself', async () => {
    const [top, middle, leaf] = await aBranch(3);
    for (const parentId of [top, middle, leaf]) {
      const refused = await patch(top!, { parentId });
      expect([refused.status, refused.body.code]).toEqual([409, 'category_circle']);
    }
  });

  it('never stands below itself by two moves at once', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [one, two] = [await aCategory(shop), await aCategory(shop)];
      const answers = await Promise.all([
        patch(one.id, { parentId: two.id }),
        patch(two.id, { parentId: one.id }),
      ]);
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    }
  });

  it('stands at most six levels deep', async () => {
    const deep = await aBranch(6);
    const refused = await create({ name: 'Seventh', parentId: deep.at(-1) });
    expect([refused.status, refused.body.code]).toEqual([409, 'category_too_deep']);

    const branch = await aBranch(2);
    const moved = await patch(branch[0]!, { parentId: deep[4] });
    expect([moved.status, moved.body.code]).toEqual([409, 'category_too_deep']);
    expect((await patch(branch[0]!, { parentId: deep[3] })).status).toBe(200);
  });

  it('is deleted when none stand below it, and leaves its products', async () => {
    const [top, leaf] = await aBranch(2);
    const { productId } = await aProduct(shop, { categoryIds: [leaf!] });
    const refused = await remove(top!);
    expect([refused.status, refused.body.code]).toEqual([409, 'category_has_children']);

    expect((await shop.http.get(`/products/${productId}`)).body.categories).toHaveLength(1);
    expect((await remove(leaf!)).status).toBe(204);
    expect((await shop.http.get(`/products/${productId}`)).body.categories).toEqual([]);
    expect((await remove(top!)).status).toBe(204);
    expect((await remove(top!)).status).toBe(404);
  });

  it('renames itself on the pages of its products', async () => {
    const { id } = await aCategory(shop, { name: 'Old name' });
    const { slug } = await aProduct(shop, { categoryIds: [id] });
    const names = async () =>
      (await shop.http.get(`/products/${slug}`)).body.categories.map(({ name }: { name: string }) => name);
    expect(await names()).toEqual(['Old name']);
    await patch(id, { name: 'New name' });
    expect(await names()).toEqual(['New name']);
  });

  it('is one of at most 1,000', async () => {
    await shop.sql(
      `INSERT INTO categories (id, slug, name)
       SELECT gen_random_uuid(), 'filler-' || n, 'Filler ' || n
       FROM generate_series(1, 1000 - (SELECT count(*) FROM categories)) AS n`,
    );
    const refused = await create({ name: 'One more' });
    expect([refused.status, refused.body.code]).toEqual([409, 'too_many_categories']);
    await shop.sql(`DELETE FROM categories WHERE slug LIKE 'filler-%'`);
  });

  it.each<object>([
    {},
    { name: '' },
    { name: 'x'.repeat(101) },
    { name: 'a\nb' },
    { name: ['x'] },
    { name: 'x', slug: 'A b' },
    { name: 'x', slug: null },
    { name: 'x', slug: '0193a1c2-5b7e-7f10-9c41-2d1f6a3e8b90' },
    { name: 'x', parentId: 'x' },
    { name: 'x', parentId: 7 },
    { name: 'x', version: 2 },
    { name: 'x', children: [] },
  ])('is not made of %j', async (fault) => {
    expect((await create(fault)).status).toBe(400);
  });

  it.each<object>([{ name: null }, { slug: null }, { parentId: 'x' }, { id: 'x' }])(
    'is not changed by %j',
    async (fault) => {
      const { id } = await aCategory(shop);
      expect((await patch(id, fault)).status).toBe(400);
    },
  );

  it('needs a parent that there is', async () => {
    const refused = await create({ name: 'Orphan', parentId: uuidv7() });
    expect([refused.status, refused.body.code]).toEqual([422, 'parent_not_found']);
    const { id } = await aCategory(shop);
    expect((await patch(id, { parentId: uuidv7() })).status).toBe(422);
  });

  it('is 404 when unknown', async () => {
    for (const id of [uuidv7(), 'x']) {
      expect((await shop.http.get(`/categories/${id}`)).status).toBe(404);
      expect((await patch(id, { name: 'x' })).status).toBe(404);
      expect((await remove(id)).status).toBe(404);
    }
  });

  it('is changed by staff alone', async () => {
    const { id } = await aCategory(shop);
    await expectStaffAlone(shop, (as) => [
      shop.http.post('/categories', { name: 'x' }, as),
      shop.http.patch(`/categories/${id}`, { name: 'x' }, as),
      shop.http.delete(`/categories/${id}`, as),
    ]);
  });
});
