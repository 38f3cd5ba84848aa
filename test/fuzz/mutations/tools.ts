import type { Schema } from '../knowledge/document.js';
import type { Random } from '../../support/random.js';
import type { Draft } from '../requests/draft.js';
import type { Hostile } from './hostile.js';

/** What a mutation may use. */
export interface Tools {
  readonly random: Random;
  readonly hostile: Hostile;
  readonly resolve: (schema: Schema) => Schema;
  /** An id that is there, of any kind. */
  readonly foreignId: () => string | undefined;
}

/** Does something to a request, and says what. */
export type Mutation = (draft: Draft, tools: Tools) => string;
