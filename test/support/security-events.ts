import { Logger } from '@nestjs/common';
import { vi } from 'vitest';

/** What the log tells of security while the work is done. */
export async function toldOfSecurity(work: () => Promise<unknown>): Promise<unknown[]> {
  const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  try {
    await work();
    return warn.mock.calls
      .map(([line]: unknown[]) => line)
      .filter((line) => typeof line === 'object' && line !== null && 'event' in line);
  } finally {
    warn.mockRestore();
  }
}
