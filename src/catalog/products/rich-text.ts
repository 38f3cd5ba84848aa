import type { IOptions } from 'sanitize-html';

const words = (list: string): string[] => list.split(/\s+/);

const ALLOWED: IOptions = {
  allowedTags: words(`p br hr h1 h2 h3 h4 h5 h6 div blockquote pre figure figcaption ul ol li dl dt dd
    table caption thead tbody tfoot tr th td span strong b em i u s small sub sup code a img`),
  allowedAttributes: {
    a: ['href', 'title'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    ol: ['start'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: false,
  nonTextTags: words(`script style textarea option noscript template title iframe object svg math xmp
    noembed noframes plaintext`),
  disallowedTagsMode: 'discard',
  // Deeper nesting has no meaning in a description, and costs browsers and parsers dear.
  nestingLimit: 30,
  parseStyleAttributes: false,
};

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Cleans HTML by an allow-list, so that it can stand as the content of an element as it is. What is kept:
 * - blocks: p, br, hr, h1 to h6, div, blockquote, pre, figure, figcaption; lists: ul, ol (start), li, dl, dt, dd
 * - tables: table, caption, thead, tbody, tfoot, tr, th (colspan, rowspan, scope), td (colspan, rowspan)
 * - words: span, strong, b, em, i, u, s, small, sub, sup, code
 * - links: a (href with http, https, mailto, tel or a path; title)
 * - images: img (src with http, https or a path; alt, title, width, height)
 *
 * Of every other element the text is kept, save where it is no text for readers (script, style, svg and the like); no
 * class, id, style, target, event handler, data: address or address of a host without a scheme is kept. Cleaning what
 * is clean changes nothing. The library is loaded by the first description that needs it.
 */
export async function cleanHtml(html: string): Promise<string> {
  const { default: sanitize } = await import('sanitize-html');
  return sanitize(html, ALLOWED).replace(CONTROLS, '').trim();
}
