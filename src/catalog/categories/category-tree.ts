import { CategoryNodeResponse, CategoryResponse } from '../dto/category.response.js';
import type { Category } from '../entities/category.entity.js';

/** The categories by id, with what can be asked of their places. */
export class CategoryTree {
  private readonly byId: ReadonlyMap<string, Category>;

  constructor(private readonly categories: readonly Category[]) {
    this.byId = new Map(categories.map((category) => [category.id, category]));
  }

  get size(): number {
    return this.categories.length;
  }

  find(id: string): Category | undefined {
    return this.byId.get(id);
  }

  childrenOf(id: string | null): Category[] {
    return this.categories.filter(({ parentId }) => parentId === id);
  }

  /** Ids of a category and of all below it. */
  branchOf(id: string): string[] {
    return [id, ...this.childrenOf(id).flatMap((child) => this.branchOf(child.id))];
  }

  /** 1 at the top of the tree; 0 for what stands above it. */
  depthOf(id: string | null): number {
    const category = id === null ? undefined : this.byId.get(id);
    return category ? 1 + this.depthOf(category.parentId) : 0;
  }

  /** Levels of the branch that begins with this category. */
  heightOf(id: string): number {
    return 1 + Math.max(0, ...this.childrenOf(id).map((child) => this.heightOf(child.id)));
  }

  /** Whether a category is another one, or stands below it. */
  isWithin(id: string | null, branchId: string): boolean {
    if (id === null) return false;
    return id === branchId || this.isWithin(this.byId.get(id)?.parentId ?? null, branchId);
  }

  nodes(parentId: string | null = null): CategoryNodeResponse[] {
    return this.childrenOf(parentId).map((category) =>
      Object.assign(new CategoryNodeResponse(), CategoryResponse.from(category), {
        children: this.nodes(category.id),
      }),
    );
  }
}
