/** Named characters beyond accented letters that product texts use (HTML Standard, 13.5). */
// prettier-ignore
const NAMED: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '', ensp: ' ', emsp: ' ', thinsp: ' ',
  lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„', laquo: '«', raquo: '»',
  ndash: '–', mdash: '—', hellip: '…', bull: '•', middot: '·', sect: '§', para: '¶', dagger: '†',
  copy: '©', reg: '®', trade: '™', deg: '°', prime: '′', Prime: '″', micro: 'µ', ordf: 'ª', ordm: 'º',
  times: '×', divide: '÷', plusmn: '±', minus: '−', le: '≤', ge: '≥', ne: '≠', asymp: '≈', infin: '∞',
  frac12: '½', frac14: '¼', frac34: '¾', sup1: '¹', sup2: '²', sup3: '³', permil: '‰',
  euro: '€', pound: '£', yen: '¥', cent: '¢', curren: '¤', iexcl: '¡', iquest: '¿',
  szlig: 'ß', aelig: 'æ', AElig: 'Æ', oelig: 'œ', OElig: 'Œ', oslash: 'ø', Oslash: 'Ø', aring: 'å', Aring: 'Å',
  eth: 'ð', ETH: 'Ð', thorn: 'þ', THORN: 'Þ', larr: '←', uarr: '↑', rarr: '→', darr: '↓', check: '✓', star: '☆',
};

/** Combining marks by the name that follows the letter: `eacute` is e with an acute accent. */
const ACCENTS: Readonly<Record<string, string>> = {
  grave: '\u0300',
  acute: '\u0301',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  caron: '\u030c',
};

/** What 0x80 to 0x9f stand for in Windows-1252; five of them for nothing. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,30}));/gi;

/** Decodes character references; one that is not known stays as it was written. */
export function decodeEntities(text: string): string {
  return text.replace(ENTITY, (written, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? accented(name) ?? written;
    return fromCodePoint(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal));
  });
}

function accented(name: string): string | undefined {
  const accent = ACCENTS[name.slice(1)];
  return accent === undefined ? undefined : `${name[0]}${accent}`.normalize('NFC');
}

/** References to the C1 range mean Windows-1252, as browsers read them; no control character gets through. */
function fromCodePoint(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80]!;
  const isText = code === 0x09 || code === 0x0a || (code >= 0x20 && code !== 0x7f);
  const isCharacter = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isText && isCharacter ? String.fromCodePoint(code) : '\ufffd';
}
