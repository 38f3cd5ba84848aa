import { Injectable } from '@nestjs/common';
import { type Fault, ValidationFailed } from '../../common/errors/errors.js';
import { InventoryFacade } from '../../inventory/index.js';
import { SkuTaken } from '../catalog.errors.js';
import type { Product } from '../entities/product.entity.js';
import { type OptionValues, Variant } from '../entities/variant.entity.js';
import { LIMITS } from '../limits.js';
import { priceFaults, pricesOf, type PricesInput } from './prices.js';
import { slugOf } from '../slug.js';
import { variantTitle } from './variant-options.js';
import { VariantsRepository } from './variants.repository.js';

export interface VariantInput extends PricesInput {
  readonly sku?: string;
  readonly options?: OptionValues;
  readonly onHand?: number;
}

interface NewVariant {
  readonly row: Variant;
  readonly input: VariantInput;
}

const ROUNDS_WITH_NUMBERS = 5;
const ROUNDS = 8;

/** Adds new variants to the catalog and to inventory. */
@Injectable()
export class VariantCreation {
  constructor(
    private readonly variants: VariantsRepository,
    private readonly inventory: InventoryFacade,
  ) {}

  faultsOf(inputs: readonly VariantInput[]): Fault[] {
    const skus = inputs.map(({ sku }) => sku);
    return inputs.flatMap((input, index) => {
      const path = `variants.${index}.`;
      const isTwin = input.sku !== undefined && skus.indexOf(input.sku) < index;
      const message = `${path}sku is already used by another variant`;
      return [
        ...(isTwin ? [{ path: `${path}sku`, code: 'sku_taken', message }] : []),
        ...priceFaults(input, path),
      ];
    });
  }

  async create(product: Product, inputs: readonly VariantInput[], firstPosition: number): Promise<string[]> {
    const created = inputs.map((input, index) => newVariant(product, input, firstPosition + index));
    await this.insert(created);
    await this.variants.insertPrices(created.flatMap(({ row, input }) => pricesOf(row.id, input)));
    await this.inventory.register(
      created.map(({ row, input }) => ({ variantId: row.id, sku: row.sku, onHand: input.onHand ?? 0 })),
    );
    return created.map(({ row }) => row.id);
  }

  /** Given SKUs must be free; generated ones get a number until they are. */
  private async insert(created: readonly NewVariant[]): Promise<void> {
    const given = created.filter(({ input }) => input.sku !== undefined);
    const taken = await this.insertFree(given);
    if (taken.length > 0) throw new SkuTaken(taken.map(({ row }) => row.sku));

    let open: readonly NewVariant[] = created.filter(({ input }) => input.sku === undefined);
    const bases = new Map(open.map(({ row }) => [row.id, row.sku]));
    for (let round = 1; open.length > 0; round += 1) {
      if (round > ROUNDS) throw new SkuTaken(open.map(({ row }) => row.sku));
      for (const { row } of round > 1 ? open : []) {
        row.sku = `${bases.get(row.id)}-${round < ROUNDS_WITH_NUMBERS ? round : row.id.slice(-8).toUpperCase()}`;
      }
      open = await this.insertFree(open);
    }
  }

  private async insertFree(created: readonly NewVariant[]): Promise<readonly NewVariant[]> {
    if (created.length === 0) return [];
    const inserted = await this.variants.insertWhereSkuIsFree(created.map(({ row }) => row));
    return created.filter(({ row }) => !inserted.has(row.id));
  }
}

export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new ValidationFailed(faults);
}

function newVariant(product: Product, input: VariantInput, position: number): NewVariant {
  const values = input.options ?? {};
  const row = Object.assign(new Variant(), {
    productId: product.id,
    position,
    sku: input.sku ?? skuOf(product, values),
    title: variantTitle(product.options, values),
    options: values,
    available: (input.onHand ?? 0) > 0,
  });
  return { row, input };
}

/** `HARBOR-T-SHIRT-BLUE-M`, with space for a number. */
function skuOf(product: Product, values: OptionValues): string {
  const words = product.options.map(({ name }) => values[name]).join(' ');
  const head = slugOf(product.slug, { max: words === '' ? LIMITS.sku - 10 : 50, fallback: 'item' });
  const tail = words === '' ? '' : `-${slugOf(words, { max: 39, fallback: 'x' })}`;
  return (head + tail).toUpperCase();
}
