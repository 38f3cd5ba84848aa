import type { Finding, ProductDraft, ReadProduct } from './formats/product-draft.js';

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

  /** The product, unless there is a fault. */
  read(draft: ProductDraft): ReadProduct {
    const { faults, notes } = this;
    return faults.length > 0 ? { faults, notes } : { draft, faults, notes };
  }
}
