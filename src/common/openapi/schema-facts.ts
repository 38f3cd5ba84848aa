/** JSON Schema keywords of a whole request. */
interface Facts {
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

const known = new Map<string, Facts>();

/** Documents rules that span several properties of a request class. */
export const SchemaFacts =
  (facts: Facts): ClassDecorator =>
  (target) => {
    known.set(target.name, facts);
  };

export const factsOf = (name: string): Facts | undefined => known.get(name);
