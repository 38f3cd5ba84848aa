export interface Answer {
  /** Bytes as latin1, one per character: Node sends such a string and the head in one piece. */
  readonly body: string;
  readonly etag: string;
  readonly route: string;
  /** A purge of any of these tags expires the answer. */
  readonly tags: readonly string[];
  /** Milliseconds of validity from the start of its making, also as a last known answer. */
  readonly freshForMs?: number;
}

export interface Beginning {
  readonly purges: number;
  /** Milliseconds of this process's clock. */
  readonly at: number;
  /** The same moment for other processes; undefined while purges do not arrive. */
  readonly mark?: string;
}

export interface SharedAnswer extends Answer {
  /** The last purge that its maker had received when it began. */
  readonly mark: string;
  /** Start of its making by the wall clock, in milliseconds. */
  readonly madeAt: number;
}
