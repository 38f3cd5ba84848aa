/**
 * Sorts the values of every enumeration. The compiler gives the members of a union type in an order that changes from
 * build to build; the document must not.
 */
export function sortEnums(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(sortEnums);
  if (typeof node !== 'object' || node === null) return;
  const schema = node as { enum?: unknown };
  // A copy: the array may be a constant of the shop that a decorator was given.
  if (isTexts(schema.enum)) schema.enum = schema.enum.toSorted();
  Object.values(node).forEach(sortEnums);
}

const isTexts = (values: unknown): values is string[] =>
  Array.isArray(values) && values.every((value) => typeof value === 'string');
