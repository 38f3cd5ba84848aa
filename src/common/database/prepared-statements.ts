import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DatabaseConfig } from './database.config.js';
import { sqlState } from './sql-state.js';

/** Beyond what the shop's source holds; each costs the server some ten kilobytes for each connection. */
const MAX_STATEMENTS = 500;

/** A name that the server does not know, or knows already: connections were exchanged behind our back. */
const UNFOLLOWED = new Set(['26000', '42P05']);

/**
 * Names for SQL texts: PostgreSQL parses a named statement once for each connection, and after five runs keeps its plan
 * where that is no worse than planning anew. Parse and plan are most of what a small statement costs.
 */
@Injectable()
export class PreparedStatements {
  private readonly logger = new Logger(PreparedStatements.name);
  private readonly names = new Map<string, string>();
  private renewals = 0;
  private isOn: boolean;

  constructor(config: DatabaseConfig) {
    // A direct URL beside the other says that a pooler stands between, and not whether it follows prepared statements.
    this.isOn = config.preparedStatements ?? config.directUrl === undefined;
  }

  /** The text's name; undefined where it is to be sent unnamed. Without parameters a text may hold several statements. */
  nameOf(text: string, parameters: readonly unknown[]): string | undefined {
    if (!this.isOn || parameters.length === 0) return undefined;
    return this.names.get(text) ?? this.nameFor(text);
  }

  /**
   * Lets the text be prepared anew where the error says that what was prepared no longer holds, and tells so: then the
   * same work passes when it is run again.
   */
  renew(text: string, error: unknown): boolean {
    if (!isOutdated(error)) return false;
    if (UNFOLLOWED.has(sqlState(error))) this.giveUp();
    // Connections keep the old statement under its old name; none asks for it again.
    else if (this.names.delete(text)) this.renewals += 1;
    return true;
  }

  private nameFor(text: string): string | undefined {
    if (this.names.size >= MAX_STATEMENTS) return undefined;
    const name = `cartwright_${this.renewals}_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
    this.names.set(text, name);
    return name;
  }

  private giveUp(): void {
    if (!this.isOn) return;
    this.isOn = false;
    this.logger.warn(
      'A pooler between here and PostgreSQL does not follow prepared statements: from now on none are used. ' +
        'Set DATABASE_PREPARED_STATEMENTS=off, or max_prepared_statements in PgBouncer 1.21 or later.',
    );
  }
}

/** Whether a prepared statement failed because of what happened since it was prepared. */
export function isOutdated(error: unknown): boolean {
  return UNFOLLOWED.has(sqlState(error)) || isOfAnotherSchema(error);
}

/** "cached plan must not change result type" (0A000, in the server's language): a migration changed what it gives. */
function isOfAnotherSchema(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && error.code === '0A000')
    return 'routine' in error && error.routine === 'RevalidateCachedQuery';
  return 'driverError' in error && isOfAnotherSchema(error.driverError);
}
