import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';
import { type Fault, NotFound } from '../common/errors/errors.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import { LIMITS } from './limits.js';

export class SlugTaken extends refusal('conflict', 'slug_taken', 'The slug is taken') {
  constructor() {
    super('Choose another slug, or omit it and the shop makes one.');
  }
}

/** The slugs are former ones. On some routes `SlugMovedFilter` redirects to the current slugs. */
export class SlugMoved extends NotFound {
  constructor(
    what: string,
    /** Current slugs by former slug. */
    readonly slugs: ReadonlyMap<string, string>,
  ) {
    super(what);
  }
}

export class SkuTaken extends refusal('conflict', 'sku_taken', 'Another variant has this SKU') {
  constructor(skus: readonly string[] = []) {
    super('Choose another SKU, or omit it and the shop makes one.', { skus });
  }
}

/** The body is valid, but does not fit the current product. */
export class OptionsMismatch extends refusal(
  'unprocessable',
  'options_mismatch',
  'The option values do not fit the product',
) {
  constructor(errors: readonly Fault[]) {
    super(errors[0]?.message ?? 'Each variant needs one value of each option.', { errors });
  }
}

export class VariantExists extends refusal(
  'conflict',
  'variant_exists',
  'A variant with these values exists',
) {
  constructor() {
    super('Another variant of the product has the same option values.');
  }
}

export class OptionValueInUse extends refusal(
  'conflict',
  'option_value_in_use',
  'Variants use a value that would be removed',
) {
  constructor(skus: readonly string[]) {
    super('Change or delete the listed variants first.', { skus });
  }
}

export class TooManyVariants extends refusal(
  'conflict',
  'too_many_variants',
  'The product would have too many variants',
) {
  constructor() {
    super(`A product can have at most ${LIMITS.variants} variants.`, { limit: LIMITS.variants });
  }
}

export class LastVariant extends refusal('conflict', 'last_variant', 'A product needs at least one variant') {
  constructor() {
    super('Archive the product instead.');
  }
}

export class CategoryNotFound extends referenceNotFound('category') {}

export class ParentNotFound extends referenceNotFound('parent') {}

export class CategoryCircle extends refusal(
  'conflict',
  'category_circle',
  'A category cannot be below itself',
) {
  constructor() {
    super('Choose a parent that is not below the category.');
  }
}

export class CategoryTooDeep extends refusal(
  'conflict',
  'category_too_deep',
  'The category tree would be too deep',
) {
  constructor() {
    super(`The tree can have at most ${LIMITS.categoryDepth} levels.`, { limit: LIMITS.categoryDepth });
  }
}

export class TooManyCategories extends refusal(
  'conflict',
  'too_many_categories',
  'The shop would have too many categories',
) {
  constructor() {
    super(`A shop can have at most ${LIMITS.categories} categories.`, { limit: LIMITS.categories });
  }
}

export class CategoryHasChildren extends refusal(
  'conflict',
  'category_has_children',
  'There are categories below this one',
) {
  constructor() {
    super('Move or delete the categories below it first.');
  }
}

mapConstraint('products_slug_key', () => new SlugTaken());
mapConstraint('categories_slug_key', () => new SlugTaken());
mapConstraint('variants_sku_key', () => new SkuTaken());
mapConstraint('variants_options_key', () => new VariantExists());
mapConstraint('product_categories_category_id_fkey', () => new CategoryNotFound('categoryIds'));
