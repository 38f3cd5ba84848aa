/** What a public read answers, as it is sent. */
export interface Answer {
  /** The bytes, one to a character (latin1): Node sends such a string together with the head, in one piece. */
  readonly body: string;
  readonly etag: string;
  /** Pattern of the route that made it, as logs and metrics name it. */
  readonly route: string;
  /** What it shows; a purge of any of these makes it old. */
  readonly tags: readonly string[];
  /** How long it holds from the beginning of its making; not in a cache, nor as the last one known, any longer. */
  readonly freshForMs?: number;
}

/** When the making of an answer began. */
export interface Beginning {
  readonly purges: number;
  /** Milliseconds of this process's clock. */
  readonly at: number;
  /** The moment as other processes know it; undefined while this one does not hear them. */
  readonly mark?: string;
}

/** An answer that a process has made, for all. */
export interface SharedAnswer extends Answer {
  /** The purge that its maker had heard last when it began. */
  readonly mark: string;
  /** When that was, in milliseconds of the wall clock. */
  readonly madeAt: number;
}
