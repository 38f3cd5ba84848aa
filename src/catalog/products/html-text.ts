import { compile, type HtmlToTextOptions } from 'html-to-text';

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
}));

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  // Stops on malicious input; real descriptions are far smaller.
  limits: { maxDepth: 100, maxChildNodes: 100_000, maxInputLength: 1_000_000 },
  selectors: [
    ...HEADINGS,
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'img', format: 'skip' },
    { selector: 'svg', format: 'skip' },
    { selector: 'iframe', format: 'skip' },
    { selector: 'noscript', format: 'skip' },
    { selector: 'table', format: 'dataTable' },
  ],
};

const fromHtml = compile(OPTIONS);
const fromPlainText = compile({ ...OPTIONS, preserveNewlines: true });

export const hasTags = (text: string): boolean => /<[a-z/!]/i.test(text);

/** Converts HTML to the text that readers see. Text without tags keeps its line breaks. The result is not safe HTML. */
export function htmlToText(html: string): string {
  const convert = hasTags(html) ? fromHtml : fromPlainText;
  return (
    convert(html.replace(/\r\n?/g, '\n'))
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .split('\n')
      // A regular expression would backtrack at each space of wide tables.
      .map((line) => line.trimEnd())
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  );
}
