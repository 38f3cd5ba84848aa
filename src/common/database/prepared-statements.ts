import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DatabaseConfig } from './database.config.js';
import { sqlState } from './sql-state.js';

/** More than the shop's source holds. Each costs the server about 10 kB per connection. */
const MAX_STATEMENTS = 500;

/** The server does not know the name, or knows it already: a pooler swapped the connection. */
const UNFOLLOWED = new Set(['26000', '42P05']);

/** Names SQL texts, so that PostgreSQL parses each once per connection and may reuse its plan. */
@Injectable()
export class PreparedStatements {
  private readonly logger = new Logger(PreparedStatements.name);
  private readonly names = new Map<string, string>();
  private renewals = 0;
  private isOn: boolean;

  constructor(config: DatabaseConfig) {
    // A direct URL means a pooler, which may not support prepared statements.
    this.isOn = config.preparedStatements ?? config.directUrl === undefined;
  }

  /** Undefined: send it unnamed. A text without parameters may hold several statements. */
  nameOf(text: string, parameters: readonly unknown[]): string | undefined {
    if (!this.isOn || parameters.length === 0) return undefined;
    return this.names.get(text) ?? this.nameFor(text);
  }

  /** Renames an outdated prepared statement. True: the same work succeeds when it runs again. */
  renew(text: string, error: unknown): boolean {
    if (!isOutdated(error)) return false;
    if (UNFOLLOWED.has(sqlState(error))) this.giveUp();
    // The old statement stays on its connections, unused.
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
      'A pooler before PostgreSQL does not support prepared statements, so this process stops using them. ' +
        'Set DATABASE_PREPARED_STATEMENTS=off, or max_prepared_statements in PgBouncer 1.21 or later.',
    );
  }
}

export function isOutdated(error: unknown): boolean {
  return UNFOLLOWED.has(sqlState(error)) || isOfAnotherSchema(error);
}

/** "cached plan must not change result type" (0A000): a migration changed the columns. */
function isOfAnotherSchema(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('code' in error && error.code === '0A000')
    return 'routine' in error && error.routine === 'RevalidateCachedQuery';
  return 'driverError' in error && isOfAnotherSchema(error.driverError);
}
