/**
 * A read that a module offers to others. `Transaction.ask` combines several into one statement, so that they
 * cost one round trip.
 */
export interface Question<T> {
  /** A SELECT with parameters from $1. JSON must hold its columns without loss (no times). */
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly read: (rows: unknown[]) => T;
}

export const question = <Row, T>(
  text: string,
  parameters: readonly unknown[],
  read: (rows: Row[]) => T,
): Question<T> => ({ text, parameters, read: (rows) => read(rows as Row[]) });

export type Answers<T extends readonly (Question<unknown> | undefined)[]> = {
  readonly [At in keyof T]: T[At] extends Question<infer Answer>
    ? Answer
    : T[At] extends Question<infer Answer> | undefined
      ? Answer | undefined
      : never;
};

/** Combines the texts into one statement. Columns `rows_0`, `rows_1` ... hold their rows as JSON. */
export function together(questions: readonly Question<unknown>[]): { text: string; parameters: unknown[] } {
  let before = 0;
  const columns = questions.map(({ text, parameters }, at) => {
    const first = before;
    before += parameters.length;
    const own = text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + first}`);
    return `(SELECT coalesce(json_agg(found), '[]') FROM (${own}) AS found) AS rows_${at}`;
  });
  return {
    text: `SELECT ${columns.join(',\n')}`,
    parameters: questions.flatMap(({ parameters }) => parameters),
  };
}
