import { expect, it } from 'vitest';
import { Project } from '../architecture/project.js';
import { measure } from '../measure/measures.js';

/** Two modules of known faults; what each line adds to is told beside it. */
const TREE = {
  // Reaches up, and holds an `any` in one of its 3 lines.
  'src/inventory/levels.ts': `
import { Product } from '../catalog/products/product.js';
export const level: any = Product;
`,
  // 10 lines, 2 of them comments; a function of 3 lines; a circle of files and of rooms with `search`.
  'src/catalog/products/product.ts': `import { find } from '../search/find.js';
/**
 * comment */
@Injectable()
export class Product {
  constructor(a: A, b: B) {
    find();
  }
}
export const short = () => 1;
`,
  // 6 lines, 1 of them a comment that silences; a function of 1 line.
  'src/catalog/search/find.ts': `import { Product } from '../products/product.js';
import { SORT } from '../search/sort.js';
// @ts-expect-error a fault
export function find() { return new Product(SORT); }
export class Data { constructor(a: A, b: B, c: C) {} }

`,
  'src/catalog/search/sort.ts': `export const SORT = 'one';\n`,
  // The files directly in a module are in no room.
  'src/catalog/catalog.facade.ts': `import { find } from './search/find.js';\n`,
  // 11 lines of tests for 21 of code.
  'src/catalog/search/find.spec.ts': '// a spec\n'.repeat(6),
  'test/catalog.e2e-spec.ts': 'const it: any = 1;\n'.repeat(5),
};

it('counts what a house is measured by', () => {
  expect(measure(new Project(new Map(Object.entries(TREE))))).toEqual({
    files: 5,
    fileLines: { median: 3, p90: 10, longest: 10 },
    functionLines: { median: 1, p90: 3, longest: 3 },
    fileCircles: 1,
    arrowsUp: 1,
    arrowsBetweenRooms: 2,
    roomCircles: 1,
    mostParameters: 2,
    anys: 1,
    silencedChecks: 1,
    commentShare: (100 * 3) / 21,
    testsToCode: 11 / 21,
  });
});
