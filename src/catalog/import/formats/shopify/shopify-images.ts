import { encodedAddress, isWebAddress } from '../../../image-address.js';
import type { Findings } from '../../findings.js';
import type { ImageDraft } from '../product-draft.js';
import type { ShopifyRow } from './shopify-row.js';

/** Orders images by position; images without one follow in the file's order. */
export function readImages(rows: readonly ShopifyRow[], findings: Findings): ImageDraft[] {
  const images = new Map<string, ImageDraft & { position: number }>();
  for (const row of rows) {
    const url = encodedAddress(row.text('Image Src'));
    if (url === '' || images.has(url)) continue;
    if (!isWebAddress(url)) findings.fault(row.line, `Image Src "${url}" is no plain http or https address`);
    images.set(url, { line: row.line, url, alt: row.text('Image Alt Text'), position: positionOf(row) });
  }
  const inOrder = [...images.values()].sort((a, b) => a.position - b.position);
  return inOrder.map(({ line, url, alt }) => ({ line, url, alt }));
}

function positionOf(row: ShopifyRow): number {
  const position = row.text('Image Position');
  return /^\d{1,6}$/.test(position) ? Number(position) : Number.MAX_SAFE_INTEGER;
}
