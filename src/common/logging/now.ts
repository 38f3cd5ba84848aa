let formattedAt = 0;
let formatted = '';

/** Cached, because a busy process writes many lines per millisecond. */
export function now(): string {
  const time = Date.now();
  if (time !== formattedAt) {
    formattedAt = time;
    formatted = new Date(time).toISOString();
  }
  return formatted;
}
