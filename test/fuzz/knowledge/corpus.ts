import type { Random } from '../../support/random.js';

/** A thing of the shop as answers have shown it, and who has seen it. */
export interface Known {
  readonly id: string;
  readonly seenBy: ReadonlySet<string>;
  readonly body: Readonly<Record<string, any>>;
}

const MAX_ROWS = 200;
const MAX_TEXTS = 200;
const RECENT = 25;

/** What answers have taught: so that later requests name things that are there, in states that took steps to reach. */
export class Corpus {
  private readonly rows = new Map<string, Map<string, Known>>();
  private readonly texts = new Map<string, string[]>();

  /** Keeps what is new of a thing beside what was known: a guest's order shows its token once. */
  remember(kind: string, id: string, body: Known['body'], seenBy?: string): void {
    const rows = this.rows.get(kind) ?? new Map<string, Known>();
    this.rows.set(kind, rows);
    const known = rows.get(id);
    rows.delete(id);
    const seen = new Set([...(known?.seenBy ?? []), ...(seenBy === undefined ? [] : [seenBy])]);
    rows.set(id, { id, seenBy: seen, body: { ...known?.body, ...body } });
    if (rows.size > MAX_ROWS) rows.delete(rows.keys().next().value!);
  }

  /** It is gone. */
  forget(kind: string, id: string): void {
    this.rows.get(kind)?.delete(id);
  }

  /** Keeps a text of a kind: a cursor, a SKU, an ETag. */
  note(kind: string, text: string): void {
    const texts = this.texts.get(kind) ?? [];
    this.texts.set(kind, texts);
    if (texts.at(-1) === text) return;
    texts.push(text);
    if (texts.length > MAX_TEXTS) texts.shift();
  }

  text(kind: string, random: Random): string | undefined {
    const texts = this.texts.get(kind) ?? [];
    return texts.length === 0 ? undefined : recentOf(texts, random);
  }

  find(kind: string, id: string): Known | undefined {
    return this.rows.get(kind)?.get(id);
  }

  has(kind: string, where: (known: Known) => boolean): boolean {
    return [...(this.rows.get(kind)?.values() ?? [])].some(where);
  }

  /** One of a kind, the recent rather than the old; of those that pass, when any does. */
  row(kind: string, random: Random, where: (known: Known) => boolean = () => true): Known | undefined {
    const rows = [...(this.rows.get(kind)?.values() ?? [])];
    const wanted = rows.filter(where);
    const choice = wanted.length > 0 ? wanted : rows;
    return choice.length === 0 ? undefined : recentOf(choice, random);
  }
}

/** A guest may hold the tokens that strangers were given. */
export const isSeenBy = ({ seenBy }: Known, principal: string): boolean =>
  seenBy.has(principal) || (principal === 'guest' && seenBy.has('anonymous'));

const recentOf = <T>(all: readonly T[], random: Random): T =>
  random.pick(random.chance(0.7) ? all.slice(-RECENT) : all);
