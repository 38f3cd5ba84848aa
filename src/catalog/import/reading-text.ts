const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre section article'.split(' '));
const LINES = new Set('div tr li dt dd header footer figure figcaption hr'.split(' '));
const CELLS = new Set(['td', 'th']);

/** Puts the texts between HTML tags together, with the line breaks that the tags mean. */
export class ReadingText {
  private readonly parts: string[] = [];
  private breaks = 0;
  private mark = '';

  write(text: string): void {
    if (text.trim() === '' && (this.breaks > 0 || this.mark !== '')) return;
    this.parts.push('\n'.repeat(this.breaks), this.mark, text);
    this.breaks = 0;
    this.mark = '';
  }

  /** Breaks that meet are one: the end of a list and the start of a paragraph; only `br` adds to them. */
  tag(name: string, isClosing: boolean): void {
    if (name === 'br') this.breaks += 1;
    else if (PARAGRAPHS.has(name)) this.breakTo(this.mark === '' ? 2 : this.breaks);
    else if (LINES.has(name)) this.breakTo(1);
    else if (CELLS.has(name)) this.write(' ');
    if (name === 'li') this.mark = isClosing ? '' : '- ';
  }

  toString(): string {
    return this.parts.join('');
  }

  private breakTo(count: number): void {
    this.breaks = Math.max(this.breaks, count);
  }
}
