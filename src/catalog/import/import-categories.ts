import { Injectable } from '@nestjs/common';
import { CategoriesRepository } from '../categories/categories.repository.js';
import { CategoriesService } from '../categories/categories.service.js';
import { CreateCategoryDto } from '../dto/create-category.dto.js';
import { slugForCategory } from './formats/generated-names.js';
import type { ProductDraft } from './formats/product-draft.js';
import { valid } from '../../common/http/validation/valid.js';

/** Finds or creates categories by name. For other shops' formats, case, accents and white space do not matter. */
@Injectable()
export class ImportCategories {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly service: CategoriesService,
  ) {}

  /** Joins the running transaction, so that a refused product leaves no empty category. */
  async idsFor({ categories = [], hasExactNames = false }: ProductDraft): Promise<string[]> {
    const ids = new Set<string>();
    for (const path of categories) {
      let parentId: string | null = null;
      for (const name of path) parentId = await this.idFor(name, parentId, hasExactNames);
      if (parentId !== null) ids.add(parentId);
    }
    return [...ids];
  }

  private async idFor(name: string, parentId: string | null, isExact: boolean): Promise<string> {
    const found =
      (await this.find(name, parentId, isExact)) ?? (await this.findOnceLocked(name, parentId, isExact));
    if (found !== undefined) return found;
    const slug = slugForCategory(name);
    // If the slug is taken, the service generates one with a number.
    const isTaken = (await this.categories.findBySlug(slug)) !== undefined;
    const body = { name, ...(parentId !== null && { parentId }), ...(!isTaken && { slug }) };
    const { id } = await this.service.create(valid(CreateCategoryDto, body));
    return id;
  }

  private async find(name: string, parentId: string | null, isExact: boolean): Promise<string | undefined> {
    const found = await this.categories.findBelow(parentId, name);
    return found ?? (isExact ? undefined : this.categories.findAlikeBelow(parentId, name));
  }

  /** Looks again under the lock, so that concurrent imports create one category, not two. */
  private async findOnceLocked(...given: Parameters<ImportCategories['find']>): Promise<string | undefined> {
    await this.categories.lockTree();
    return this.find(...given);
  }
}
