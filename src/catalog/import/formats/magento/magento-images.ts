import { LIMITS } from '../../../limits.js';
import { encodedAddress, isWebAddress } from '../../../image-address.js';
import type { Findings } from '../../findings.js';
import type { ImageDraft } from '../product-draft.js';
import type { SheetRow } from '../../csv/sheet.js';

/** Reads the product's images, then its variants'. Skips paths in the old media folder, which give no address. */
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

/** Too many images of the product are a fault; surplus images of variants are dropped. */
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
