/** What holds of a request as a whole, in words of JSON schema. */
interface Facts {
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

const known = new Map<string, Facts>();

/** On a class of requests: says in the document what its properties do not say one by one. */
export const SchemaFacts =
  (facts: Facts): ClassDecorator =>
  (target) => {
    known.set(target.name, facts);
  };

export const factsOf = (name: string): Facts | undefined => known.get(name);
