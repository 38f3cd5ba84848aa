let formattedAt = 0;
let formatted = '';

/** The time as the log writes it. A busy process writes many lines within one millisecond. */
export function now(): string {
  const time = Date.now();
  if (time !== formattedAt) {
    formattedAt = time;
    formatted = new Date(time).toISOString();
  }
  return formatted;
}
