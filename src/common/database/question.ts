/**
 * A read that a module lets others ask, alone or together with those of other modules: `Transaction.ask` puts several
 * into one statement, so that what is known to be needed costs one round trip.
 */
export interface Question<T> {
  /** A SELECT with parameters from $1 on, whose columns JSON can hold without loss: no times, no numbers beyond 2^53. */
  readonly text: string;
  readonly parameters: readonly unknown[];
  readonly read: (rows: unknown[]) => T;
}

/** `read` makes the answer of the rows. */
export const question = <Row, T>(
  text: string,
  parameters: readonly unknown[],
  read: (rows: Row[]) => T,
): Question<T> => ({ text, parameters, read: (rows) => read(rows as Row[]) });

/** What several questions are answered with; one that was left out has no answer. */
export type Answers<T extends readonly (Question<unknown> | undefined)[]> = {
  readonly [At in keyof T]: T[At] extends Question<infer Answer>
    ? Answer
    : T[At] extends Question<infer Answer> | undefined
      ? Answer | undefined
      : never;
};

/** One statement that gives the rows of each of the texts as JSON, in columns `rows_0`, `rows_1` ... */
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
