import type { StockRow } from '../stock-file.js';

/** Adds a fault to each row that repeats a value of an earlier valid row with the same SKU. */
export async function* saidOnce(rows: AsyncIterable<StockRow>): AsyncGenerator<StockRow> {
  const seen = new Map<string, number>();
  for await (const row of rows) {
    const said = row.faults.length > 0 ? [] : saidIn(row);
    const again = said.find((what) => seen.has(`${what} ${row.sku}`));
    if (again === undefined) {
      for (const what of said) seen.set(`${what} ${row.sku}`, row.line);
      yield row;
    } else yield twice(row, again, seen.get(`${again} ${row.sku}`)!);
  }
}

const saidIn = ({ onHand, prices }: StockRow): string[] => [
  ...(onHand === undefined ? [] : ['on hand']),
  ...prices.map(({ currency }) => currency),
];

const twice = (row: StockRow, what: string, line: number): StockRow => ({
  ...row,
  faults: [{ line: row.line, text: `line ${line} says ${what} of this SKU already` }],
});
