import type { Category } from '../entities/category.entity.js';

/** Answers questions about places in the tree. */
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

  branchOf(id: string): string[] {
    return [id, ...this.childrenOf(id).flatMap((child) => this.branchOf(child.id))];
  }

  /** 1 at the top; 0 for null. */
  depthOf(id: string | null): number {
    const category = id === null ? undefined : this.byId.get(id);
    return category ? 1 + this.depthOf(category.parentId) : 0;
  }

  heightOf(id: string): number {
    return 1 + Math.max(0, ...this.childrenOf(id).map((child) => this.heightOf(child.id)));
  }

  /** Whether a category is in a branch. */
  isWithin(id: string | null, branchId: string): boolean {
    if (id === null) return false;
    return id === branchId || this.isWithin(this.byId.get(id)?.parentId ?? null, branchId);
  }
}
