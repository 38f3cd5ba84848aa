/** The file as a whole cannot be read: not there, too large, no UTF-8, quotes that do not match, no known columns. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}
