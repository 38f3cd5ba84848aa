import { type Connection, expecting, request } from './connection.js';
import type { Scene } from './ground.js';

/** Beyond every price of the catalogue: a limit from here up changes the address of a list, and not the list. */
const NO_LIMIT = 1_000_000_000;
const PAGE = 24;
const LARGEST_PAGE = 100;
const DEEP_PAGE = 1_000;
/** So many pages, one item apart, begin at the deep one: each is asked for once in a while only. */
const DEEP_STEPS = 2_000;

/** So many products are looked at where catalogues of several sizes are compared. */
const SHOWN = 1_000;

/** The slug of a page that is asked for all the time. */
export const POPULAR = 'bench-1';

/** The paths that shoppers ask for, none twice within the time that an answer is cached. */
export interface Questions {
  readonly popular: string;
  /** The next product's page. */
  readonly product: () => string;
  readonly list: () => string;
  readonly filtered: () => string;
  /** The filtered list with what else it could be filtered by. */
  readonly faceted: () => string;
  /** For what some 20 products are. */
  readonly search: () => string;
  /** For words that one product in 400 has. */
  readonly commonSearch: () => string;
  /**
   * A product's page by its id. As many products at every size of catalogue, spread over all of it, so that what is
   * compared is the way to them and not the memory that they fill; in ever new spellings, since they are soon cached.
   */
  readonly productById: () => string;
}

export function questionsOf({ catalogue }: Pick<Scene, 'catalogue'>): Questions {
  let asked = 0;
  const products = '/api/v1/products';
  const unlimited = (): string => `maxPrice=${NO_LIMIT + (asked += 1)}`;
  const currency = (): string => (Math.floor(asked / catalogue.size) % 2 === 0 ? '' : '?currency=USD');
  const filtered = (): string =>
    `${products}?category=${catalogue.categorySlugs[asked % catalogue.categorySlugs.length]}` +
    `&inStock=true&minPrice=500&sort=price&${unlimited()}`;
  return {
    popular: `${products}/${POPULAR}`,
    product: () => `${products}/bench-${((asked += 1) % catalogue.size) + 1}${currency()}`,
    list: () => `${products}?${unlimited()}`,
    filtered,
    faceted: () => `${filtered()}&facets=true`,
    search: () => `${products}?q=${encodeURIComponent(catalogue.brandAndKind(asked))}&${unlimited()}`,
    commonSearch: () => `${products}?q=${encodeURIComponent(catalogue.commonWords(asked))}&${unlimited()}`,
    productById: () => {
      asked += 1;
      const shown = Math.min(SHOWN, catalogue.size);
      const id = catalogue.idOf((asked % shown) * Math.floor(catalogue.size / shown) + 1);
      return `${products}/${spelled(id, Math.floor(asked / shown))}`;
    },
  };
}

/** The same id with other letters of it large, by the bits of the turn. */
function spelled(id: string, turn: number): string {
  let letter = 0;
  return id.replace(/[a-f]/g, (small) => ((turn >> ((letter += 1) - 1)) & 1 ? small.toUpperCase() : small));
}

/** Paths of pages that lie deep in the list of all products: page 1,000, or the middle of a smaller catalogue. */
export async function deepPages(
  connection: Connection,
  { catalogue }: Pick<Scene, 'catalogue'>,
): Promise<readonly string[]> {
  const depth = Math.min(DEEP_PAGE * PAGE, Math.floor(catalogue.size / 2));
  let cursor = '';
  const walk = async (limit: number): Promise<void> => {
    const path = `/api/v1/products?limit=${limit}${cursor}`;
    const { body } = await expecting(200, connection, request('GET', path));
    const { nextCursor } = JSON.parse(body.toString()) as { nextCursor: string };
    cursor = `&cursor=${nextCursor}`;
  };
  for (let passed = 0; passed < depth; passed += LARGEST_PAGE)
    await walk(Math.min(LARGEST_PAGE, depth - passed));
  const cursors: string[] = [];
  const steps = Math.min(DEEP_STEPS, Math.max(1, Math.floor(catalogue.size / 4)));
  for (let step = 0; step < steps; step += 1) {
    cursors.push(cursor);
    await walk(1);
  }
  // Where there are few, one begins pages a little smaller and larger than the others, too.
  return Array.from({ length: DEEP_STEPS }, (_, at) => {
    const round = Math.floor(at / steps) % 9;
    const limit = PAGE + Math.ceil(round / 2) * (round % 2 === 0 ? 1 : -1);
    return `/api/v1/products?limit=${limit}${cursors[at % steps]}`;
  });
}
