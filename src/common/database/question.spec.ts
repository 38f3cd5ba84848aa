import { describe, expect, it } from 'vitest';
import { question, together } from './question.js';

const asked = (text: string, ...parameters: unknown[]) => question(text, parameters, (rows) => rows);

describe('questions that are asked together', () => {
  it('keep their own parameters', () => {
    const { text, parameters } = together([
      asked('SELECT $1::integer AS a, $2::text AS b', 1, 'x'),
      asked('SELECT 1 AS c'),
      asked('SELECT $1::text AS d WHERE $1 <> $2', 'y', 'z'),
    ]);
    expect(parameters).toEqual([1, 'x', 'y', 'z']);
    expect(text).toContain('(SELECT $1::integer AS a, $2::text AS b) AS found) AS rows_0');
    expect(text).toContain('(SELECT $3::text AS d WHERE $3 <> $4) AS found) AS rows_2');
  });

  it('are one text for the same questions, whatever they are asked of', () => {
    const first = together([asked('SELECT $1', 1), asked('SELECT $1', 2)]);
    const second = together([asked('SELECT $1', 3), asked('SELECT $1', 4)]);
    expect(second.text).toBe(first.text);
  });
});
