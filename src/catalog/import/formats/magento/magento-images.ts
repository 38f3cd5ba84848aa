import { LIMITS } from '../../../limits.js';
import { encodedAddress, isWebAddress } from '../../../image-address.js';
import type { Findings } from '../../findings.js';
import type { ImageDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

/**
 * The images of the first row, which is the product's, and then those of its variants, which have none of their own
 * here. Paths below the old shop's media folder say nothing about where the images are now.
 */
export function readImages(rows: readonly SheetRow[], findings: Findings): ImageDraft[] {
  const images = new Map<string, ImageDraft>();
  const lost = rows.find((row) => urlsOf(row).some((url) => !isWebAddress(url)));
  if (lost) findings.note(lost.line, 'images without a web address are left out');
  for (const row of rows) {
    for (const url of urlsOf(row).filter(isWebAddress)) {
      if (!images.has(url)) images.set(url, { line: row.line, url, alt: '' });
    }
  }
  return withinLimit([...images.values()], rows[0]!, findings);
}

/** Images of variants that are too many refuse no product; its own do. */
function withinLimit(images: readonly ImageDraft[], head: SheetRow, findings: Findings): ImageDraft[] {
  const count = images.filter(({ line }) => line === head.line).length;
  const kept = images.slice(0, Math.max(count, LIMITS.media));
  const left = images.length - kept.length;
  if (left > 0)
    findings.note(
      head.line,
      `${left} images of variants are left out: a product has at most ${LIMITS.media}`,
    );
  return kept;
}

const urlsOf = (row: SheetRow): string[] =>
  [row.text('base_image'), ...row.text('additional_images').split(',')]
    .map((url) => encodedAddress(url.trim()))
    .filter(Boolean);
