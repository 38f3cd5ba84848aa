import { LIMITS } from '../../limits.js';
import type { Findings } from '../findings.js';
import { hasTags, htmlToText } from '../../products/html-text.js';
import type { ProductDraft } from './product-draft.js';

export type Described = Pick<ProductDraft, 'description' | 'descriptionFormat'>;

/** Text with tags is HTML, which is sanitized later. HTML over the limit becomes plain text. */
export function readHtml(html: string, line: number, findings: Findings): Described {
  const isHtml = hasTags(html);
  if (isHtml && [...html].length <= LIMITS.description)
    return { description: withoutControls(html), descriptionFormat: 'html' };
  const text = htmlToText(html);
  if (isHtml) findings.note(line, 'the description is too long with its markup, and becomes plain text');
  return { description: text, descriptionFormat: 'text' };
}

const withoutControls = (html: string): string =>
  html.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
