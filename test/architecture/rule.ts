import type { Project } from './project.js';

/** One house rule: a pure function from the project's files to the sentences that say what breaks it and what to do. */
export interface Rule {
  /** The rule as a sentence; the name of its test. */
  readonly says: string;
  readonly offences: (project: Project) => readonly string[];
}
