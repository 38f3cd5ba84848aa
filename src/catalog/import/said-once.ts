import type { StockRow } from './stock-file.js';

/** The rows, with a fault at each that says what one above says of the same SKU. */
export async function* saidOnce(rows: AsyncIterable<StockRow>): AsyncGenerator<StockRow> {
  const seen = new Map<string, number>();
  for await (const row of rows) {
    const said = [...(row.onHand === undefined ? [] : ['on hand']), ...row.prices.map((p) => p.currency)];
    const again = said.find((what) => seen.has(`${what} ${row.sku}`));
    // A row that is refused says nothing.
    if (row.faults.length === 0)
      for (const what of said) seen.set(`${what} ${row.sku}`, seen.get(`${what} ${row.sku}`) ?? row.line);
    yield again === undefined ? row : twice(row, again, seen.get(`${again} ${row.sku}`)!);
  }
}

const twice = (row: StockRow, what: string, line: number): StockRow => ({
  ...row,
  faults: [...row.faults, { line: row.line, text: `line ${line} says ${what} of this SKU already` }],
});
