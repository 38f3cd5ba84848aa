import { expect } from 'vitest';
import { Doctor } from '../../src/common/doctor/doctor.js';
import type { TestShop } from './shop.js';

/** Holds the named modules to their invariants, for tests that tell one module what no other one knows. */
export async function expectNoneBroken(shop: TestShop, ...modules: readonly string[]): Promise<void> {
  const findings = await shop.get(Doctor).examine();
  const checked = findings.filter(({ invariant }) => modules.includes(invariant.name.split('.', 1)[0]!));
  if (checked.length === 0) throw new Error(`No invariants of ${modules.join(', ')}`);
  expect(checked.filter(({ rows }) => rows.length > 0)).toEqual([]);
}
