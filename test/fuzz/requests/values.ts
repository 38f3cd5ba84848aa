import type { Corpus } from '../knowledge/corpus.js';
import type { ApiMap, Schema } from '../knowledge/document.js';
import type { Random } from '../../support/random.js';

/** How likely a value stands at a limit that its schema names. */
const AT_LIMIT = 0.08;
/** Longest text that is made when nothing limits it. */
const LONGEST = 60;
const COUNTRIES = ['US', 'DE', 'FR', 'GB', 'CH', 'BR', 'JP', 'AU'];
const CURRENCIES = ['USD', 'USD', 'USD', 'USD', 'EUR', 'JPY', 'KWD'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const WORLD = `${LETTERS} ${LETTERS.toUpperCase()} 0123456789 -_.'&+ äöüßéñ 漢字かな 😀🛒 العربية`;

/** Which things a field names, where its name alone does not say. */
const REFERENCES: Readonly<Record<string, string>> = {
  parentId: 'categories',
  variantId: 'variants',
  itemId: 'order-items',
  categoryIds: 'categories',
};
const TEXTS: Readonly<Record<string, string>> = {
  sku: 'skus',
  category: 'slugs',
  number: 'numbers',
};

/** Makes values that a schema takes, out of things that are there where it names things. */
export class Values {
  private serial = 0;

  constructor(
    private readonly api: ApiMap,
    private readonly corpus: Corpus,
    private readonly random: Random,
    /** Keeps what must be unique apart from what others make. */
    private readonly mark: string,
  ) {}

  /** A value of the schema; the name of its field says what kind of thing is meant. */
  of(schema: Schema, name = ''): unknown {
    const { random } = this;
    const resolved = this.api.resolve(schema);
    if (resolved.enum) return random.pick(resolved.enum);
    const union = resolved.anyOf;
    if (union) return this.of(random.pick(union), name);
    const types = [resolved.type ?? []].flat();
    if (types.includes('null') && random.chance(0.15)) return null;
    if (types.includes('array')) return this.list(resolved, name);
    if (resolved.format !== undefined || types.includes('string')) return this.text(resolved, name);
    if (types.includes('integer') || types.includes('number')) return this.number(resolved);
    if (types.includes('boolean')) return random.chance(0.5);
    return this.object(resolved);
  }

  private object({ properties, required = [], example }: Schema): unknown {
    if (!properties) return example ?? {};
    const names = Object.keys(properties).filter(
      (name) => required.includes(name) || this.random.chance(0.5),
    );
    return Object.fromEntries(names.map((name) => [name, this.of(properties[name]!, name)]));
  }

  private list({ items = {}, minItems = 0, maxItems = 1_000 }: Schema, name: string): unknown[] {
    const usual = Math.min(maxItems, minItems + this.random.int(0, 3));
    const length = this.random.chance(AT_LIMIT / 8) ? Math.min(maxItems, 300) : usual;
    return Array.from({ length }, () => this.of(items, name));
  }

  private number({ minimum = 0, maximum = 1_000_000 }: Schema): number {
    if (this.random.chance(AT_LIMIT)) return this.random.pick([minimum, maximum]);
    const least = Math.max(minimum, 0);
    return this.random.int(least, Math.min(maximum, least + this.random.pick([5, 50, 5_000])));
  }

  private text(schema: Schema, name: string): string {
    const { random } = this;
    const named = this.named(schema, name);
    if (named !== undefined) return named;
    const { minLength = 1, maxLength = LONGEST, example } = schema;
    if (typeof example === 'string' && random.chance(0.3)) return example;
    const usual = random.int(minLength, Math.max(minLength, Math.min(maxLength, LONGEST)));
    const length = random.chance(AT_LIMIT) ? Math.min(maxLength, 20_000) : usual;
    return random.text(WORLD, Math.max(length, 1)).trim() || 'x';
  }

  private named({ format, pattern, example }: Schema, name: string): string | undefined {
    const { random, corpus } = this;
    if (format === 'uuid') return this.reference(name);
    if (format === 'idn-email') return this.email();
    if (format === 'currency' || name === 'currency') return random.pick(CURRENCIES);
    if (pattern === '^[A-Z]{2}$') return random.pick(COUNTRIES);
    if (pattern !== undefined && typeof example === 'string') return example;
    if (name === 'slug') return this.unique('slug');
    if (name === 'url') return `https://images.example.com/${random.int(1, 999)}.jpg`;
    if (name.startsWith('created'))
      return new Date(random.int(1_700_000_000, 1_900_000_000) * 1000).toISOString();
    const kind = TEXTS[name];
    return kind === undefined || random.chance(0.2) ? undefined : corpus.text(kind, random);
  }

  /** The id of a thing of that kind; now and then of one that is not there. */
  reference(name: string): string {
    const kind =
      REFERENCES[name] ?? `${name.replace(/Ids?$/, '').replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}s`;
    const known = this.random.chance(0.95) ? this.corpus.row(kind, this.random) : undefined;
    return known?.id ?? this.random.uuid();
  }

  email(): string {
    return this.random.chance(0.1)
      ? (this.corpus.text('emails', this.random) ?? 'mara@example.com')
      : `${this.unique('fuzz')}@example.com`;
  }

  /** A word that nobody has used. */
  unique(word: string): string {
    return `${word}-${this.mark}-${(this.serial += 1)}`;
  }
}
