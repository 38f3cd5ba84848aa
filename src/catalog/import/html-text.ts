import { decodeEntities } from './html-entities.js';
import { ReadingText } from './reading-text.js';

/** Elements whose content is not for readers. */
const UNSEEN = new Set(['script', 'style', 'head', 'title', 'template', 'iframe', 'noscript', 'svg']);

// A quoted value may hold ">" and no value may hold "<", so a scan ends at the next "<" and the whole stays linear.
const TAG = /<(\/?)([a-z][a-z0-9:-]*)(?:(?:\s|\/)(?:[^<>"']|"[^"<]*"|'[^'<]*')*)?>/iy;
const LOOSE_TAG = /<(\/?)([a-z][a-z0-9:-]*)(?:\s|\/)[^<>]*>/iy;

interface Tag {
  readonly start: number;
  readonly end: number;
  /** Empty for a comment, a declaration and what is not for readers. */
  readonly name: string;
  readonly isClosing: boolean;
}

/**
 * The text that a reader of an HTML fragment sees, as plain text: paragraphs apart by an empty line, list entries
 * with a hyphen, entities decoded. Text without any tag keeps its own line breaks. What only looks like a tag ("a < b")
 * stays. The result is text, not safe HTML: whoever shows it escapes it.
 */
export function htmlToText(html: string): string {
  const first = nextTag(html, 0);
  if (!first) return tidy(decodeEntities(html));
  const reading = new ReadingText();
  let at = 0;
  for (let tag: Tag | undefined = first; tag; tag = nextTag(html, at)) {
    reading.write(decodeEntities(inlineText(html.slice(at, tag.start))));
    reading.tag(tag.name, tag.isClosing);
    at = tag.end;
  }
  reading.write(decodeEntities(inlineText(html.slice(at))));
  return tidy(reading.toString());
}

function nextTag(html: string, from: number): Tag | undefined {
  for (let start = html.indexOf('<', from); start !== -1; start = html.indexOf('<', start + 1)) {
    if (html.startsWith('<!--', start)) return unseen(start, endOf(html, '-->', start));
    if (html[start + 1] === '!' || html[start + 1] === '?') return unseen(start, endOf(html, '>', start));
    const match = matchAt(TAG, html, start) ?? matchAt(LOOSE_TAG, html, start);
    if (match) return tagOf(html, start, match);
  }
  return undefined;
}

function tagOf(html: string, start: number, match: RegExpExecArray): Tag {
  const name = match[2]!.toLowerCase();
  const end = start + match[0].length;
  const isClosing = match[1] === '/';
  if (!isClosing && UNSEEN.has(name)) return unseen(start, endOfElement(html, name, end));
  return { start, end, name, isClosing };
}

const unseen = (start: number, end: number): Tag => ({ start, end, name: '', isClosing: false });

/** Where the element ends, past its closing tag; one that is never closed swallows the rest, as in a browser. */
function endOfElement(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}\\b[^<>]*>`, 'ig');
  closing.lastIndex = from;
  return closing.exec(html) ? closing.lastIndex : html.length;
}

function endOf(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at === -1 ? html.length : at + mark.length;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** In HTML a line break is a space; the breaks that a reader sees come from tags. */
const inlineText = (text: string): string => text.replace(/\s+/g, ' ');

const tidy = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.replace(/[ \t\u00a0]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
