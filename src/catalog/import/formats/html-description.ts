import { LIMITS } from '../../limits.js';
import type { Findings } from '../findings.js';
import { hasTags, htmlToText } from '../../products/html-text.js';
import type { ProductDraft } from './product-draft.js';

/** A description as a file has it. */
export type Described = Pick<ProductDraft, 'description' | 'descriptionFormat'>;

/**
 * What another shop's description becomes: HTML, which is cleaned when it is written, or text where it has no tags. The
 * markup of one that is longer than a description may be is left out.
 */
export function readHtml(html: string, line: number, findings: Findings): Described {
  const isHtml = hasTags(html);
  if (isHtml && [...html].length <= LIMITS.description)
    return { description: withoutControls(html), descriptionFormat: 'html' };
  const text = htmlToText(html);
  if (isHtml) findings.note(line, 'the description is too long to keep its markup, and becomes text');
  return { description: text, descriptionFormat: 'text' };
}

const withoutControls = (html: string): string =>
  html.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
