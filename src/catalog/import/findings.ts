/** Something about a line of the file that a person should know. */
export interface Finding {
  readonly line: number;
  readonly text: string;
}

/** What was found while a product was read: faults refuse it, notes only tell what became different. */
export class Findings {
  readonly faults: Finding[] = [];
  readonly notes: Finding[] = [];

  fault(line: number, text: string): void {
    this.faults.push({ line, text });
  }

  note(line: number, text: string): void {
    this.notes.push({ line, text });
  }
}
