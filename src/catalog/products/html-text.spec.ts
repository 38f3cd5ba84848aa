import { describe, expect, it } from 'vitest';
import { cpuOf } from '../../../test/support/cpu-meter.js';
import { htmlToText } from './html-text.js';

describe('htmlToText', () => {
  it.each([
    ['keeps plain text as it is', 'A shirt.\nWash cold.', 'A shirt.\nWash cold.'],
    ['sets paragraphs apart', '<p>One</p>\n<p>Two</p>', 'One\n\nTwo'],
    ['takes a line break of the source for a space', '<p>One\n  two</p>', 'One two'],
    ['breaks the line at <br>', 'One<br>two<br/>three', 'One\ntwo\nthree'],
    ['lists with hyphens', '<ul><li>Wool</li><li>Linen</li></ul>', '- Wool\n- Linen'],
    [
      'sets a list apart from the text around it',
      'Of:<ul><li>Wool</li></ul><p>Warm.</p>',
      'Of:\n- Wool\n\nWarm.',
    ],
    ['starts a line at a block', 'One<div>Two</div><div>Three</div>Four', 'One\nTwo\nThree\nFour'],
    ['keeps the words of inline elements together', 'So<b>ft</b> <a href="/x">wool</a>', 'Soft wool'],
    [
      'sets cells apart',
      '<table><tr><td>Size</td><td>M</td></tr><tr><td>Fit</td></tr></table>',
      'Size   M\nFit',
    ],
    [
      'leaves out what is no text',
      'A<style>p { color: red }</style><script>a < b</script>B<!-- note -->C',
      'ABC',
    ],
    [
      'decodes names, numbers and accents',
      '&lt;b&gt; Caf&eacute; &#8364; &#x2014; &amp;amp;',
      '<b> Café € — &amp;',
    ],
    ['reads C1 numbers as Windows-1252', 'it&#146;s', 'it’s'],
    ['leaves an unknown entity as it was written', 'Fish &chips; &', 'Fish &chips; &'],
    ['lets no control character through', 'a&#0;b&#8;c', 'a\ufffdbc'],
    ['keeps what only looks like a tag', 'Size < 10 & > 5, <3', 'Size < 10 & > 5, <3'],
    ['passes over ">" in an attribute', '<img alt="a > b" src=x>Text', 'Text'],
    ['removes a tag with a stray quote', "<p title=don't>Text</p>", 'Text'],
    ['ends at a comment that never ends', 'Text<!-- open', 'Text'],
    ['joins blank lines', '<div><p></p><p>&nbsp;</p><p>Text</p></div>', 'Text'],
    ['handles CRLF', 'One\r\nTwo\r\n\r\n\r\nThree', 'One\nTwo\n\nThree'],
  ])('%s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it('is done with a table of wide and narrow cells in no time', async () => {
    const narrow = '<tr><td>1</td><td>2</td></tr>'.repeat(100);
    const table = `<table><tr><td>${'x'.repeat(9_000)}</td><td>y</td></tr>${narrow}</table>`;

    const { result, cpuMs } = await cpuOf(() => htmlToText(table));

    expect(result.split('\n')).toHaveLength(101);
    expect(cpuMs).toBeLessThan(2_000);
  });

  it.each([
    '<',
    '<a ',
    '<a "',
    "<a '",
    '<script',
    '<script>',
    '<!--',
    '<!',
    '&',
    '&#',
    '- \n',
    '<li>',
    '<p>',
  ])('is done with half a megabyte of %j in no time', async (piece) => {
    const { cpuMs } = await cpuOf(() => htmlToText(piece.repeat(500_000 / piece.length)));

    expect(cpuMs).toBeLessThan(2_000);
  });
});
