import { recorded } from '../../bench/recording.js';
import { Transaction } from '../../src/common/database/transaction.js';
import type { RequestOptions } from './http-client.js';
import type { TestShop } from './shop.js';

/** A node of a plan as `EXPLAIN (FORMAT JSON)` writes it. */
export interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Scan Direction'?: 'Forward' | 'Backward';
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** The plans of the statements that the shop sends for a request and that read the table, in their order. */
export async function plansOf(
  shop: TestShop,
  path: string,
  table: string,
  options: RequestOptions = {},
): Promise<PlanNode[]> {
  const statements = await recorded(() => shop.http.get(path, options));
  const plans: PlanNode[] = [];
  for (const { text, values } of statements) {
    // With the same settings and the same values, hence planned as it was for the request.
    const [row] = await shop
      .get(Transaction)
      .sqlPlannedAnew<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) ${text}`, values);
    const plan = row!['QUERY PLAN'][0].Plan;
    if (nodesOf(plan).some((node) => node['Relation Name'] === table)) plans.push(plan);
  }
  return plans;
}

export const nodesOf = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** What says how rows are found; the rest of a plan only hands them on. */
const TELLING = new Set(['Sort', 'Incremental Sort', 'Limit', 'Merge Append']);

/** From the top of a plan down to an index or a table that is read: `Limit > Sort > Bitmap Index Scan an_index`. */
export function waysTo(plan: PlanNode, isWanted: (node: PlanNode) => boolean): string[] {
  const own = isWanted(plan) ? [nameOf(plan)] : [];
  const below = (plan.Plans ?? []).flatMap((child) => waysTo(child, isWanted));
  if (!TELLING.has(plan['Node Type'])) return [...own, ...below];
  return [...own, ...below.map((way) => `${plan['Node Type']} > ${way}`)];
}

const nameOf = (node: PlanNode): string =>
  [
    node['Node Type'],
    node['Scan Direction'] === 'Backward' ? 'Backward' : '',
    node['Index Name'] ?? node['Relation Name'] ?? '',
  ]
    .filter((word) => word !== '')
    .join(' ');
