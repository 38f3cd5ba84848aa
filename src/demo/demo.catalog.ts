import { Injectable } from '@nestjs/common';
import { CategoriesService, ProductsService } from '../catalog/index.js';
import { Progress } from '../common/cli/progress.js';
import { CATEGORIES } from './catalog/categories.js';
import type { DemoCategory } from './catalog/demo-product.js';
import { PRODUCTS } from './catalog/products.js';
import { variantsOf } from './demo.variants.js';

/** Creates the categories and products of the demo shop. */
@Injectable()
export class DemoCatalog {
  constructor(
    private readonly categories: CategoriesService,
    private readonly products: ProductsService,
  ) {}

  /** In the running transaction. */
  async fill(): Promise<void> {
    const categoryIds = new Map<string, string>();
    for (const category of CATEGORIES) await this.add(category, null, categoryIds);
    const progress = new Progress('Demo products', PRODUCTS.length);
    try {
      for (const product of PRODUCTS) {
        const { title, description, category } = product;
        await this.products.create({
          title,
          description,
          categoryIds: [categoryIds.get(category)!],
          options: Object.entries(product.options ?? {}).map(([name, values]) => ({
            name,
            values: [...values],
          })),
          variants: variantsOf(product),
        });
        progress.advance();
      }
    } finally {
      progress.stop();
    }
  }

  private async add(
    category: DemoCategory,
    parentId: string | null,
    ids: Map<string, string>,
  ): Promise<void> {
    const { slug, name, children = [] } = category;
    const { id } = await this.categories.create({ slug, name, parentId });
    ids.set(slug, id);
    for (const child of children) await this.add(child, id, ids);
  }
}
