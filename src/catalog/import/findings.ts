import type { Finding, ProductDraft, ReadProduct } from './formats/product-draft.js';

/** Collects remarks while a product is read: a fault refuses it, a note only reports a difference. */
export class Findings {
  readonly faults: Finding[] = [];
  readonly notes: Finding[] = [];

  fault(line: number, text: string): void {
    this.faults.push({ line, text });
  }

  note(line: number, text: string): void {
    this.notes.push({ line, text });
  }

  read(draft: ProductDraft): ReadProduct {
    const { faults, notes } = this;
    return faults.length > 0 ? { faults, notes } : { draft, faults, notes };
  }
}
