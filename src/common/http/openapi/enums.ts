/**
 * Sorts the values of every enumeration. The compiler gives the members of a union type in an order that changes from
 * build to build; the document must not.
 */
export function sortEnums(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(sortEnums);
  if (typeof node !== 'object' || node === null) return;
  const values = (node as { enum?: unknown }).enum;
  if (Array.isArray(values) && values.every((value) => typeof value === 'string')) values.sort();
  Object.values(node).forEach(sortEnums);
}
