/** The response to a public read, ready to send. */
export interface Answer {
  /** The bytes as latin1, one per character: Node sends such a string together with the head in one piece. */
  readonly body: string;
  readonly etag: string;
  /** Pattern of the route, for logs and metrics. */
  readonly route: string;
  /** What it shows; a purge of any of these expires it. */
  readonly tags: readonly string[];
  /** How long it is valid from the start of its making, also as a last known answer. */
  readonly freshForMs?: number;
}

/** The moment when the making of an answer began. */
export interface Beginning {
  readonly purges: number;
  /** Milliseconds of this process's clock. */
  readonly at: number;
  /** The same moment for other processes; undefined while purges are not received. */
  readonly mark?: string;
}

/** An answer of one process, shared with all. */
export interface SharedAnswer extends Answer {
  /** The last purge that its maker had received when it began. */
  readonly mark: string;
  /** When it began, in milliseconds of the wall clock. */
  readonly madeAt: number;
}
