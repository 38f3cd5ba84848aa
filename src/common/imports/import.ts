/** Where an import stands. An upload that is not whole yet is nobody's import, and shown to no one. */
export const IMPORT_STATES = ['queued', 'running', 'completed', 'failed'] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

/** A kind of file that the shop imports. */
export interface ImportKind {
  readonly name: string;
  /** The job that runs one; its payload is `{ id }`. */
  readonly job: string;
}

/** An import as the database has it. */
export interface Import {
  readonly id: string;
  readonly kind: string;
  readonly state: ImportState;
  readonly isDryRun: boolean;
  readonly currency: string;
  readonly actorId: string;
  /** What its sender might do when it was sent. */
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

/** Something about a line of the file that a person should know. */
export interface ImportFinding {
  /** `refused`: why it is not in the shop. `different`: what of it is not as the file has it. */
  readonly kind: 'refused' | 'different';
  readonly line: number;
  /** What the line is about: a handle, a SKU. */
  readonly subject: string;
  readonly detail: string;
}

/** A finding with its place in the report. */
export interface NumberedFinding extends ImportFinding {
  readonly number: number;
}

/** What a first look at the file tells. */
export interface FileFacts {
  readonly format: string;
  /** Units in the file. */
  readonly total: number;
  /** Columns with content that the import does not read. */
  readonly unreadColumns: Iterable<string>;
}

/** What became of the next units of the file. */
export interface ImportStep {
  readonly rows: number;
  readonly created?: number;
  readonly changed?: number;
  readonly unchanged?: number;
  readonly refused?: number;
  readonly findings: readonly ImportFinding[];
}

/** Text of a file as the database can keep it, which has no NUL. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\ufffd');
