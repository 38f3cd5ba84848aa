/** Incomplete uploads are never shown. */
export const IMPORT_STATES = ['queued', 'running', 'completed', 'failed'] as const;

export type ImportState = (typeof IMPORT_STATES)[number];

export interface ImportKind {
  readonly name: string;
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

export interface ImportFinding {
  /** `refused`: not imported. `different`: imported differently from the file. */
  readonly kind: 'refused' | 'different';
  readonly line: number;
  readonly subject: string;
  readonly detail: string;
}

export interface NumberedFinding extends ImportFinding {
  readonly number: number;
}

export interface FileFacts {
  readonly format: string;
  readonly total: number;
  readonly unreadColumns: Iterable<string>;
}

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
