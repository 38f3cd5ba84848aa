/** What shells know a process by that a signal has ended. */
const CODES = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

const ends = new Set<() => void>();
let isWatching = false;

/**
 * Ends something together with this process, however that ends short of SIGKILL: what it started does not outlive it,
 * nor do its folders. The end is done when it returns, since it runs while the process exits. Gives what takes it back.
 */
export function atExit(end: () => void): () => void {
  if (!isWatching) watch();
  ends.add(end);
  return () => void ends.delete(end);
}

function watch(): void {
  isWatching = true;
  process.on('exit', endAll);
  for (const [signal, code] of CODES)
    // Before all others: a program that wants to end by itself at the first signal listens for one, and is let.
    process.prependListener(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(code);
    });
}

function endAll(): void {
  for (const end of [...ends].toReversed()) {
    try {
      end();
    } catch (error) {
      process.stderr.write(`Something was left behind: ${String(error)}\n`);
    }
  }
}
