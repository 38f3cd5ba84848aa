import { Injectable } from '@nestjs/common';
import { PublicCache } from '../../common/cache/public-cache.js';
import { isUuid } from '../../common/database/ids.js';
import { Transaction } from '../../common/database/transaction.js';
import { NotFound, ValidationFailed } from '../../common/errors/errors.js';
import { CategoriesRepository } from './categories.repository.js';
import {
  CategoryCircle,
  CategoryHasChildren,
  CategoryTooDeep,
  ParentNotFound,
  SlugMoved,
  TooManyCategories,
} from '../catalog.errors.js';
import { CATEGORIES_TAG, PRODUCTS_TAG } from '../catalog.tags.js';
import { CategoryTree } from './category-tree.js';
import { Category } from '../entities/category.entity.js';
import { LIMITS } from '../limits.js';
import { ListingsRenewal } from '../listings/listings-renewal.js';
import { looksLikeId, slugOf } from '../slug.js';
import { refuseStale } from '../versions.js';

export interface CategoryInput {
  readonly name: string;
  readonly slug?: string;
  /** Null or omitted: at the top. */
  readonly parentId?: string | null;
}

export interface Branches {
  readonly rootIds: readonly string[];
  readonly ids: readonly string[];
}

/** Use cases of the category tree. Changes run one after another, since concurrent ones could create a circle. */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly transaction: Transaction,
    private readonly categories: CategoriesRepository,
    private readonly cache: PublicCache,
    private readonly renewal: ListingsRenewal,
  ) {}

  async tree(): Promise<CategoryTree> {
    return new CategoryTree(await this.categories.all());
  }

  /** Throws SlugMoved for a former slug, NotFound for an unknown one. */
  async get(idOrSlug: string): Promise<Category> {
    const isId = isUuid(idOrSlug);
    const category = await (isId ? this.categories.find(idOrSlug) : this.categories.findBySlug(idOrSlug));
    if (category) return category;
    if (!isId) await this.refuseMoved([idOrSlug]);
    throw new NotFound('category');
  }

  /** Ignores unknown slugs. Throws SlugMoved for former ones. */
  async branches(slugs: readonly string[]): Promise<Branches> {
    const found = await this.categories.branches(slugs);
    const unknown = slugs.filter((slug) => !found.some((category) => category.slug === slug));
    if (unknown.length > 0) await this.refuseMoved(unknown);
    const roots = found.filter(({ slug }) => slugs.includes(slug));
    return { rootIds: roots.map(({ id }) => id).sort(), ids: found.map(({ id }) => id) };
  }

  findBySlug(slug: string): Promise<Category | undefined> {
    return this.categories.findBySlug(slug);
  }

  create({ name, slug, parentId = null }: CategoryInput): Promise<Category> {
    return this.change(async (tree) => {
      if (tree.size >= LIMITS.categories) throw new TooManyCategories();
      refuseParent(tree, parentId, 1);

      const category = Object.assign(new Category(), { name, parentId, version: 1 });
      category.slug = slug ?? (await this.freeSlug(name));
      await this.categories.insert(category);
      return category;
    }, slug);
  }

  update(id: string, changes: Partial<CategoryInput>, expectedVersion?: number): Promise<Category> {
    return this.change(async (tree) => {
      const category = found(tree, id, expectedVersion);
      const before = contentOf(category);
      const { parentId } = changes;
      if (parentId !== undefined && parentId !== category.parentId) {
        if (tree.isWithin(parentId, id)) throw new CategoryCircle();
        refuseParent(tree, parentId, tree.heightOf(id));
        category.parentId = parentId;
      }

      const { slug = category.slug } = changes;
      if (slug !== category.slug) await this.categories.rememberSlug(category.slug, id);
      category.name = changes.name ?? category.name;
      category.slug = slug;
      if (contentOf(category) === before) return category;
      category.version += 1;
      await this.categories.update(category);
      await this.renewal.refileAll(tree.branchOf(id));
      return category;
    }, changes.slug);
  }

  /** Removes a category without subcategories. Its products stay. */
  remove(id: string, expectedVersion?: number): Promise<void> {
    return this.change(async (tree) => {
      found(tree, id, expectedVersion);
      if (tree.childrenOf(id).length > 0) throw new CategoryHasChildren();
      await this.categories.delete(id);
      await this.renewal.refileAll([id]);
    });
  }

  private async refuseMoved(slugs: readonly string[]): Promise<void> {
    const slugsNow = await this.categories.slugsAfter(slugs);
    if (slugsNow.size > 0) throw new SlugMoved('category', slugsNow);
  }

  private change<T>(work: (tree: CategoryTree) => Promise<T>, slug?: string): Promise<T> {
    if (slug !== undefined && looksLikeId(slug)) {
      throw new ValidationFailed([{ path: 'slug', code: 'slug', message: 'slug must not look like an id' }]);
    }
    return this.transaction.run(async () => {
      await this.categories.lockTree();
      const result = await work(await this.tree());
      await this.cache.purge([CATEGORIES_TAG, PRODUCTS_TAG]);
      return result;
    });
  }

  private freeSlug(name: string): Promise<string> {
    const words = slugOf(name, { max: LIMITS.slug - 10, fallback: 'category' });
    return this.categories.freeSlug(looksLikeId(words) ? `category-${words}` : words);
  }
}

const contentOf = ({ name, slug, parentId }: Category): string => JSON.stringify([name, slug, parentId]);

function found(tree: CategoryTree, id: string, expectedVersion: number | undefined): Category {
  const category = tree.find(id);
  if (!category) throw new NotFound('category');
  refuseStale(category.version, expectedVersion);
  return category;
}

/** Checks that a branch of this height fits below the parent. */
function refuseParent(tree: CategoryTree, parentId: string | null, height: number): void {
  if (parentId !== null && !tree.find(parentId)) throw new ParentNotFound('parentId');
  if (tree.depthOf(parentId) + height > LIMITS.categoryDepth) throw new CategoryTooDeep();
}
