import { Injectable } from '@nestjs/common';
import { CategoriesRepository } from '../categories.repository.js';
import { CategoriesService } from '../categories.service.js';
import { CreateCategoryDto } from '../dto/create-category.dto.js';
import { slugForCategory } from './generated-names.js';
import { valid } from '../../common/http/valid.js';

/** The categories that imported products stand in, found by their names from the top of the tree, or made. */
@Injectable()
export class ImportCategories {
  constructor(
    private readonly categories: CategoriesRepository,
    private readonly service: CategoriesService,
  ) {}

  /** In the running transaction, so that a product which is refused leaves no empty category behind. */
  async idsFor(paths: readonly (readonly string[])[]): Promise<string[]> {
    const ids = new Set<string>();
    for (const path of paths) {
      let parentId: string | null = null;
      for (const name of path) parentId = await this.idFor(name, parentId);
      if (parentId !== null) ids.add(parentId);
    }
    return [...ids];
  }

  private async idFor(name: string, parentId: string | null): Promise<string> {
    const slug = slugForCategory(name);
    const found =
      (await this.categories.findBelow(parentId, name, slug)) ??
      (await this.findOnceLocked(parentId, name, slug));
    if (found !== undefined) return found;
    // Elsewhere in the tree another one may have the name already; then the service makes a slug with a number.
    const isTaken = (await this.categories.findBySlug(slug)) !== undefined;
    const body = { name, ...(parentId !== null && { parentId }), ...(!isTaken && { slug }) };
    const { id } = await this.service.create(await valid(CreateCategoryDto, body));
    return id;
  }

  /** Looks again when nobody else can add a category: two imports at once make one, not two. */
  private async findOnceLocked(parentId: string | null, name: string, slug: string) {
    await this.categories.lockTree();
    return this.categories.findBelow(parentId, name, slug);
  }
}
