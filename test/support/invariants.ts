import { Doctor, type Finding } from '../../src/common/doctor/doctor.js';
import type { TestShop } from './shop.js';

/** What the doctor finds broken in the named modules, for tests that tell one module what no other one knows. */
export async function brokenIn(shop: TestShop, ...modules: readonly string[]): Promise<Finding[]> {
  const findings = await shop.get(Doctor).examine();
  const checked = findings.filter(({ invariant }) => modules.includes(invariant.name.split('.', 1)[0]!));
  if (checked.length === 0) throw new Error(`No invariants of ${modules.join(', ')}`);
  return checked.filter(({ rows }) => rows.length > 0);
}
