import { ApiProperty } from '@nestjs/swagger';
import type { Category } from '../entities/category.entity.js';

/** A category of a product. */
export class CategoryReferenceResponse {
  @ApiProperty({ format: 'uuid', example: '0193a1c2-7d00-7b11-a2c3-4d5e6f708192' })
  id: string;

  /** Name in addresses. */
  @ApiProperty({ example: 'shirts' })
  slug: string;

  @ApiProperty({ example: 'Shirts' })
  name: string;
}

/** A category of the tree. */
export class CategoryResponse extends CategoryReferenceResponse {
  /** Id of the parent category; null at the top. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  parentId: string | null;

  /** Increases with each change. Send it as `If-Match`. */
  @ApiProperty({ type: 'integer', example: 1 })
  version: number;

  static from({ id, slug, name, parentId, version }: Category): CategoryResponse {
    return Object.assign(new CategoryResponse(), { id, slug, name, parentId, version });
  }
}

/** A category with its subcategories. */
export class CategoryNodeResponse extends CategoryResponse {
  /** Sorted by name. */
  @ApiProperty({ type: () => [CategoryNodeResponse] })
  children: CategoryNodeResponse[];

  static with(category: Category, childrenOf: (id: string) => readonly Category[]): CategoryNodeResponse {
    const children = childrenOf(category.id).map((child) => CategoryNodeResponse.with(child, childrenOf));
    return Object.assign(new CategoryNodeResponse(), CategoryResponse.from(category), { children });
  }
}
