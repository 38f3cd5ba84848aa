/** State of an import. An incomplete upload is not shown to anyone. */
export const IMPORT_STATES = ['queued', 'running', 'completed', 'failed'] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

/** A kind of file that the shop imports. */
export interface ImportKind {
  readonly name: string;
  /** Name of the job that runs one; its payload is `{ id }`. */
  readonly job: string;
}

export interface Import {
  readonly id: string;
  readonly kind: string;
  readonly state: ImportState;
  readonly isDryRun: boolean;
  readonly currency: string;
  readonly actorId: string;
  /** The sender's permissions at the time of the upload. */
  readonly permissions: readonly string[];
  readonly bytes: number;
  readonly format: string | null;
  readonly unreadColumns: readonly string[];
  readonly total: number | null;
  readonly processed: number;
  readonly rowsRead: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly findings: number;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A remark on a line of the file. */
export interface ImportFinding {
  /** `refused`: why the entry was not imported. `different`: what was imported differently from the file. */
  readonly kind: 'refused' | 'different';
  readonly line: number;
  /** The handle or SKU of the line. */
  readonly subject: string;
  readonly detail: string;
}

/** A finding with its position in the report. */
export interface NumberedFinding extends ImportFinding {
  readonly number: number;
}

/** What the first pass over the file finds. */
export interface FileFacts {
  readonly format: string;
  readonly total: number;
  /** Non-empty columns that the import ignores. */
  readonly unreadColumns: Iterable<string>;
}

/** Results of the next units of the file. */
export interface ImportStep {
  readonly rows: number;
  readonly created?: number;
  readonly changed?: number;
  readonly unchanged?: number;
  readonly refused?: number;
  readonly findings: readonly ImportFinding[];
}

/** PostgreSQL cannot store NUL in text. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd');
