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
  // Deeper nesting is useless in a description, and expensive for browsers and parsers.
  nestingLimit: 30,
  parseStyleAttributes: false,
};

const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Sanitizes HTML by an allow-list, so that pages can embed it as it is. It keeps:
 * - blocks: p, br, hr, h1 to h6, div, blockquote, pre, figure, figcaption; lists: ul, ol (start), li, dl, dt, dd
 * - tables: table, caption, thead, tbody, tfoot, tr, th (colspan, rowspan, scope), td (colspan, rowspan)
 * - words: span, strong, b, em, i, u, s, small, sub, sup, code
 * - links: a (href with http, https, mailto, tel or a path; title)
 * - images: img (src with http, https or a path; alt, title, width, height)
 *
 * Other elements keep their text, except script, style, svg and the like. No class, id, style, target, event handler,
 * data: address or scheme-less host stays. Sanitizing twice changes nothing. The first use loads the library.
 */
export async function cleanHtml(html: string): Promise<string> {
  const { default: sanitize } = await import('sanitize-html');
  return sanitize(html, ALLOWED).replace(CONTROLS, '').trim();
}
