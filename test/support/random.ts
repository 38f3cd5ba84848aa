/** Numbers that a seed decides (sfc32, filled by splitmix32): the same seed makes the same choices. */
export class Random {
  private readonly state: Int32Array;

  constructor(seed: number) {
    let filler = seed | 0;
    this.state = Int32Array.from({ length: 4 }, () => {
      filler = (filler + 0x9e3779b9) | 0;
      let mixed = Math.imul(filler ^ (filler >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    });
  }

  /** From 0 up to, but never, 1. */
  next(): number {
    const [a, b, c, d] = this.state as unknown as [number, number, number, number];
    const drawn = (((a + b) | 0) + d) | 0;
    this.state.set([b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + drawn) | 0, (d + 1) | 0]);
    return (drawn >>> 0) / 4_294_967_296;
  }

  /** A whole number within both bounds. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.int(0, choices.length - 1)]!;
  }

  /** One of the choices; those with more weight more often. */
  weighted<T>(choices: readonly (readonly [weight: number, choice: T])[]): T {
    let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
    return (choices.find(([weight]) => (left -= weight) < 0) ?? choices.at(-1)!)[1];
  }

  text(alphabet: string, length: number): string {
    const characters = Array.from(alphabet);
    return Array.from({ length }, () => this.pick(characters)).join('');
  }

  uuid(): string {
    const hex = this.text('0123456789abcdef', 30);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18)}`;
  }
}
