import type { DomainError } from '../../common/errors/domain-error.js';
import type { Fault } from '../../common/errors/errors.js';
import type { Finding, ProductDraft } from './formats/product-draft.js';

/** Converts the shop's refusal of a product into findings at their lines. */
export function faultsOf(refusal: DomainError, draft: ProductDraft): Finding[] {
  const { errors, skus } = refusal.extra as { errors?: readonly Fault[]; skus?: readonly string[] };
  if (errors?.length)
    return errors.map(({ path, message }) => ({ line: lineOf(path, draft), text: message }));
  const taken = draft.variants.filter(({ sku }) => skus?.includes(sku));
  if (taken.length > 0) {
    return taken.map(({ line, sku }) => ({ line, text: `${refusal.facts.title}: ${sku}` }));
  }
  return [{ line: draft.line, text: `${refusal.facts.title}. ${refusal.detail}` }];
}

/** `variants.2.sku` refers to the row of the third variant. */
function lineOf(path: string, draft: ProductDraft): number {
  const [, list, index] = /^(variants|media)\.(\d+)/.exec(path) ?? [];
  const row = (list === 'media' ? draft.images : draft.variants)?.[Number(index)];
  return row?.line ?? draft.line;
}
