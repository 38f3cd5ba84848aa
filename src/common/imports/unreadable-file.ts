/** The whole file is unreadable: missing, too large, not UTF-8, unbalanced quotes, or no known columns. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
