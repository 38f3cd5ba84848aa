import { Injectable } from '@nestjs/common';
import { Transaction } from '../../common/database/transaction.js';
import { Category } from '../entities/category.entity.js';
import { FREE_SLUG } from '../free-slug.sql.js';

@Injectable()
export class CategoriesRepository {
  constructor(private readonly transaction: Transaction) {}

  /** Sorted by name as people sort. */
  all(): Promise<Category[]> {
    return this.transaction.sql<Category>(
      `SELECT id, parent_id AS "parentId", slug, name, version FROM categories
       ORDER BY name COLLATE "en-x-icu", id`,
    );
  }

  /** Finds categories by slugs, with all their subcategories. */
  branches(slugs: readonly string[]): Promise<{ id: string; slug: string }[]> {
    return this.transaction.sql<{ id: string; slug: string }>(
      `WITH RECURSIVE branch AS (
         SELECT id, slug FROM categories WHERE slug = ANY($1::text[])
         UNION
         SELECT child.id, child.slug FROM categories child JOIN branch ON child.parent_id = branch.id
       )
       SELECT id, slug FROM branch`,
      [slugs],
    );
  }

  /** Blocks other changes of the tree until the transaction ends; reads continue. */
  async lockTree(): Promise<void> {
    await this.transaction.sql('LOCK TABLE categories IN SHARE ROW EXCLUSIVE MODE');
  }

  async find(id: string): Promise<Category | undefined> {
    return (await this.transaction.manager.findOneBy(Category, { id })) ?? undefined;
  }

  async findBySlug(slug: string): Promise<Category | undefined> {
    return (await this.transaction.manager.findOneBy(Category, { slug })) ?? undefined;
  }

  /** Finds a category by exact name below a parent (null: at the top), else by the slug of the name. */
  async findBelow(parentId: string | null, name: string): Promise<string | undefined> {
    const [row] = await this.transaction.sql<{ id: string }>(
      'SELECT id FROM categories WHERE parent_id IS NOT DISTINCT FROM $1::uuid AND name = $2 ORDER BY id LIMIT 1',
      [parentId, name],
    );
    return row?.id;
  }

  /** Ignores case, accents and white space. */
  async findAlikeBelow(parentId: string | null, name: string): Promise<string | undefined> {
    const [row] = await this.transaction.sql<{ id: string }>(
      `WITH plain AS (
         SELECT id, regexp_replace(regexp_replace(
             normalize(lower(given COLLATE "en-x-icu"), NFKD), '[\u0300-\u036f]', '', 'g'), '[[:space:]]+', ' ', 'g') AS name
         FROM (SELECT id, name AS given FROM categories WHERE parent_id IS NOT DISTINCT FROM $1::uuid
               UNION ALL SELECT NULL, $2) AS all_of_them
       )
       SELECT id FROM plain
       WHERE id IS NOT NULL AND name = (SELECT name FROM plain WHERE id IS NULL) ORDER BY id LIMIT 1`,
      [parentId, name],
    );
    return row?.id;
  }

  async slugsAfter(formerSlugs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.transaction.sql<{ before: string; now: string }>(
      `SELECT former.slug AS before, category.slug AS now FROM category_slugs_before former
       JOIN categories category ON category.id = former.category_id
       WHERE former.slug = ANY($1::text[]) AND category.slug <> former.slug`,
      [formerSlugs],
    );
    return new Map(rows.map(({ before, now }) => [before, now]));
  }

  /** Keeps a former slug. If several categories had it, it leads to the last of them. */
  async rememberSlug(slug: string, categoryId: string): Promise<void> {
    await this.transaction.sql(
      `INSERT INTO category_slugs_before (slug, category_id) VALUES ($1, $2)
       ON CONFLICT (slug) DO UPDATE SET category_id = excluded.category_id`,
      [slug, categoryId],
    );
  }

  async freeSlug(slug: string): Promise<string> {
    const [row] = await this.transaction.sql<{ slug: string }>(FREE_SLUG.categories, [slug]);
    return row!.slug;
  }

  async insert(category: Category): Promise<void> {
    await this.transaction.manager.insert(Category, category);
  }

  async update({ id, name, slug, parentId, version }: Category): Promise<void> {
    await this.transaction.manager.update(Category, { id }, { name, slug, parentId, version });
  }

  async delete(id: string): Promise<void> {
    await this.transaction.manager.delete(Category, { id });
  }
}
