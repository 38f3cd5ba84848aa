import { aligned, decimal, whole } from '../../bench/table.js';
import { Project } from '../architecture/project.js';
import { measure, type Spread } from './measures.js';

/** Prints the measures of the house as the table in docs/conventions.md has them. */
export async function main(): Promise<number> {
  const now = measure(Project.read(process.cwd()));
  process.stdout.write(
    `${aligned([
      ['measure', 'today'],
      ['---', '---'],
      ['files', whole(now.files)],
      ['lines of a file: median / p90 / longest', spread(now.fileLines)],
      ['lines of a function: median / p90 / longest', spread(now.functionLines)],
      ['circles of files', whole(now.fileCircles)],
      ['imports up between modules', whole(now.arrowsUp)],
      ['imports between rooms of a module', whole(now.arrowsBetweenRooms)],
      ['circles of rooms', whole(now.roomCircles)],
      ['parameters of a constructor, at most', whole(now.mostParameters)],
      ['`any`', whole(now.anys)],
      ['silenced checks', whole(now.silencedChecks)],
      ['comment lines', `${now.commentShare.toFixed(1)} %`],
      ['lines of tests for each line of code', decimal(now.testsToCode)],
    ])}\n`,
  );
  return 0;
}

const spread = ({ median, p90, longest }: Spread): string => `${median} / ${p90} / ${longest}`;
