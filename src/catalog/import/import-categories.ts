import { Injectable } from '@nestjs/common';
import { CategoriesRepository } from '../categories.repository.js';
import { CategoriesService } from '../categories.service.js';
import { CreateCategoryDto } from '../dto/create-category.dto.js';
import { slugForCategory } from './generated-names.js';
import { valid } from './validation.js';

/** The categories that imported products stand in, found by slug or made at the top of the tree. */
@Injectable()
export class ImportCategories {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly service: CategoriesService,
  ) {}

  /** In the running transaction, so that a product which is refused leaves no empty category behind. */
  async idsFor(names: readonly string[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const name of names) ids.add(await this.idFor(name));
    return [...ids];
  }

  private async idFor(name: string): Promise<string> {
    const slug = slugForCategory(name);
    const found = (await this.categories.findBySlug(slug)) ?? (await this.findOnceLocked(slug));
    if (found) return found.id;
    const { id } = await this.service.create(await valid(CreateCategoryDto, { name, slug }));
    return id;
  }

  /** Looks again when nobody else can add a category: two imports at once make one, not two. */
  private async findOnceLocked(slug: string) {
    await this.categories.lockTree();
    return this.categories.findBySlug(slug);
  }
}
