import { StaleVersion } from '../common/errors/errors.js';

/** Throws StaleVersion when the client expects another version. */
export function refuseStale(version: number, expected: number | undefined): void {
  if (expected !== undefined && expected !== version) throw new StaleVersion();
}
