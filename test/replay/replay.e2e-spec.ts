import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InvoiceFile, parseInvoices } from './invoice-file.js';
import { REPLAYED_SHOP, replayInto } from './main.js';
import { type Entry, planOf } from './plan.js';
import { openShop, type TestShop } from '../support/shop.js';

/** One of each oddity that a real history holds. */
const HISTORY = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
100,10001A,LANTERN ,6,2010-12-01 08:00:00,2.55,17850.0,United Kingdom
100,10001a,"LANTERN, SMALL",2,2010-12-01 08:00:00,1.1,17850.0,United Kingdom
100,10001A,LANTERN ,6,2010-12-01 08:00:00,2.55,17850.0,United Kingdom
100,10001A,LANTERN WITH CANDLE,1,2010-12-01 08:00:00,2.1,17850.0,United Kingdom
100,POST,POSTAGE,1,2010-12-01 08:00:00,18.0,17850.0,United Kingdom
101,10002,,20000,2010-12-01 08:05:00,0.07,,Japan
102,10003,?,-9360,2010-12-01 09:00:00,0.0,,United Kingdom
103,10003,found,40,2010-12-01 09:01:00,0.0,,United Kingdom
104,10004,GIFT,1,2010-12-01 09:02:00,0.0,12345.0,EIRE
105,10004,GIFT,2,2010-12-01 09:03:00,13541.33,12345.0,Channel Islands
C106,10001A,LANTERN ,-4,2010-12-01 10:00:00,2.55,17850.0,United Kingdom
C107,10004,GIFT,-2,2010-12-01 10:01:00,13541.33,12345.0,Channel Islands
C108,D,Discount,-1,2010-12-01 10:02:00,27.5,14527.0,United Kingdom
C109,10002,,-5,2010-12-01 10:03:00,0.07,,Japan
C110,10001A,LANTERN ,-10,2010-12-01 10:04:00,2.55,17850.0,United Kingdom
C111,10004,GIFT,-1,2010-12-01 10:05:00,0.0,12345.0,EIRE
112,B,Adjust bad debt,1,2010-12-01 11:00:00,-11062.06,,United Kingdom
113,10005,MUG,1.5,2010-12-01 11:01:00,1.00,,Narnia
114,10005,MUG,3,2010-12-01 11:02:00,1.005,,United Kingdom
115,10005,MUG,-3,2010-12-01 11:03:00,1.00,99.0,United Kingdom
`;

const accountOf = ({ line, outcome, done }: Entry) => [line.number, outcome, done] as const;

describe('The plan of a replay', () => {
  const file = parseInvoices(HISTORY);

  it('has an account of every line', () => {
    expect(planOf(file).entries.map(accountOf)).toEqual([
      [2, 'ordered', 1530],
      [3, 'ordered', 220],
      [4, 'ordered', 1530],
      [5, 'ordered', 210],
      [6, 'ordered', 1800],
      [7, 'ordered', 140_000],
      [8, 'stock corrected', 0],
      [9, 'stock corrected', 0],
      [10, 'ordered at no price', 0],
      [11, 'ordered', 2_708_266],
      [12, 'refunded', -1020],
      [13, 'order canceled', -2_708_266],
      [14, 'reported', 0],
      [15, 'reported', 0],
      [16, 'refunded in part, the rest reported', -2040],
      [17, 'reported', 0],
      [21, 'reported', 0],
    ]);
  });

  it('tells of what cannot be read, line by line', () => {
    expect(file.unreadable.map(({ number, reason }) => [number, reason])).toEqual([
      [18, '"-11062.06" is no price in GBP'],
      [19, '"1.5" is no quantity'],
      [20, '"1.005" is no price in GBP'],
    ]);
    expect(file.lines.length + file.unreadable.length).toBe(HISTORY.trim().split('\n').length - 1);
  });

  it('refuses a file of another form', () => {
    expect(() => parseInvoices('a,b\n1,2\n')).toThrow('no column InvoiceNo');
  });

  it('makes several orders of an invoice that is longer than a cart', () => {
    const header = HISTORY.split('\n', 1)[0];
    const lines = Array.from({ length: 201 }, (_, at) => `1,A${at},,1,2010-12-01 08:00:00,1.00,1.0,France`);
    const { steps } = planOf(parseInvoices([header, ...lines].join('\n')));
    expect(steps.map(({ entries }) => entries.length)).toEqual([100, 100, 1]);
  });
});

describe('A replay', () => {
  let shop: TestShop;
  const said: string[] = [];
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const replay = (file: InvoiceFile) => replayInto(shop, file, (text) => said.push(text), silence);

  beforeAll(async () => {
    shop = await openShop({ env: REPLAYED_SHOP });
  });
  afterAll(() => shop.close());

  it('of a history with every oddity ends with a shop that equals it to the penny', async () => {
    const isSame = await replay(parseInvoices(HISTORY));
    expect([isSame, said.at(-1)]).toEqual([true, expect.stringContaining('PASS')]);
    expect(said.join('\n')).toContain('only 8 of 10 units were bought before');
  });

  it('tells a shop apart that holds a unit more than the history leaves it', async () => {
    const second = await openShop({ env: REPLAYED_SHOP });
    try {
      await second.sql(`CREATE FUNCTION gain_one() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.on_hand := NEW.on_hand + 1; RETURN NEW; END'`);
      await second.sql(`CREATE TRIGGER gain_one BEFORE INSERT ON stock_levels
        FOR EACH ROW WHEN (NEW.on_hand > 0) EXECUTE FUNCTION gain_one()`);
      const isSame = await replayInto(second, parseInvoices(HISTORY), (text) => said.push(text), silence);
      expect([isSame, said.at(-1)]).toEqual([
        false,
        expect.stringContaining('DIFFERENCE stock of 10001A@255'),
      ]);
    } finally {
      await second.close();
    }
  }, 60_000);
});
