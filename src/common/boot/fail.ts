import { DataDirInUse, NoPostgres } from '../database/embedded/embedded-postgres.js';
import { InvalidConfiguration } from '../config/settings.js';
import { CannotListen } from './listening.js';
import { EndedEarly } from './undertakings.js';

const FORESEEN = [InvalidConfiguration, DataDirInUse, NoPostgres, CannotListen, EndedEarly];

/** The stack is shown only for unexpected errors. */
export function fail(error: unknown): never {
  const isForeseen = FORESEEN.some((type) => error instanceof type);
  const text = error instanceof Error ? (isForeseen ? error.message : error.stack) : String(error);
  process.stderr.write(`\n${text}\n\n`);
  process.exit(1);
}
