import { mapConstraint } from '../common/errors/constraints.js';
import { refusal } from '../common/errors/domain-error.js';
import { type Fault, NotFound } from '../common/errors/errors.js';
import { referenceNotFound } from '../common/errors/reference-not-found.js';
import { LIMITS } from './limits.js';

export class SlugTaken extends refusal('conflict', 'slug_taken', 'The slug is taken') {
  constructor() {
    super('Choose another slug, or leave it out to have one made.');
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
    super('SKUs are unique in the shop. Choose another one, or leave it out to have one made.', { skus });
  }
}

/** The body is valid, but does not fit the current product. */
export class OptionsMismatch extends refusal(
  'unprocessable',
  'options_mismatch',
  'The values do not fit the options of the product',
) {
  constructor(errors: readonly Fault[]) {
    super(errors[0]?.message ?? 'Each variant has one of the values of each option.', { errors });
  }
}

export class VariantExists extends refusal('conflict', 'variant_exists', 'Two variants would be alike') {
  constructor() {
    super('Another variant of the product has the same option values.');
  }
}

export class OptionValueInUse extends refusal(
  'conflict',
  'option_value_in_use',
  'Variants have a value that would be gone',
) {
  constructor(skus: readonly string[]) {
    super('Change or delete the listed variants first.', { skus });
  }
}

export class TooManyVariants extends refusal(
  'conflict',
  'too_many_variants',
  'The product has all the variants it can have',
) {
  constructor() {
    super(`A product has at most ${LIMITS.variants} variants.`, { limit: LIMITS.variants });
  }
}

export class LastVariant extends refusal('conflict', 'last_variant', 'A product keeps at least one variant') {
  constructor() {
    super('Archive the product instead.');
  }
}

export class CategoryNotFound extends referenceNotFound('category') {}

export class ParentNotFound extends referenceNotFound('parent') {}

export class CategoryCircle extends refusal(
  'conflict',
  'category_circle',
  'A category cannot stand below itself',
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
    super(`The tree has at most ${LIMITS.categoryDepth} levels.`, { limit: LIMITS.categoryDepth });
  }
}

export class TooManyCategories extends refusal(
  'conflict',
  'too_many_categories',
  'The shop has all the categories it can have',
) {
  constructor() {
    super(`A shop has at most ${LIMITS.categories} categories.`, { limit: LIMITS.categories });
  }
}

export class CategoryHasChildren extends refusal(
  'conflict',
  'category_has_children',
  'Other categories stand below this one',
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
