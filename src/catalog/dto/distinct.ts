/** What a name of the query says, once or again and again: each value once, in one order. */
export const distinct = (values: unknown): string[] => [...new Set([values].flat().map(String))].sort();
