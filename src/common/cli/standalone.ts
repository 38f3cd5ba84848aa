import { join } from 'node:path';
import { createSecrets } from '../config/demo-secrets.js';
import { loadConfig } from '../config/settings.js';
import { DatabaseConfig } from '../database/database.config.js';
import { migrate } from '../database/migrate.js';
import type { CommandFacts } from './command.js';

/** A command that runs without the application. */
export interface StandaloneCommand extends CommandFacts {
  run(args: readonly string[]): Promise<number>;
}

const migrationRun: StandaloneCommand = {
  name: 'migration:run',
  summary: 'Migrate the database of DATABASE_URL to this version’s schema',
  usage: 'migration:run',
  run: async () => {
    const config = loadConfig(DatabaseConfig);
    if (config.url === undefined) throw new Error('Set DATABASE_URL to the database to migrate.');
    const { applied } = await migrate(config, (name, done, all) => print(`${done}/${all}  ${name}`));
    print(applied.length === 0 ? 'The schema was up to date.' : `Applied ${applied.length} migration(s).`);
    return 0;
  },
};

const secretsCreate: StandaloneCommand = {
  name: 'secrets:create',
  summary: 'Create the secrets of production as files; existing files stay',
  usage: 'secrets:create FOLDER [DATABASE_URL [DATABASE_FOLDER]]',
  run: async ([folder, databaseUrl, databaseFolder]) => {
    if (folder === undefined) throw new Error('Name the folder: secrets:create FOLDER [DATABASE_URL]');
    for (const variable of createSecrets(folder, databaseUrl, databaseFolder))
      print(`${variable}_FILE=${join(folder, variable)}`);
    return 0;
  },
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export const STANDALONE: readonly StandaloneCommand[] = [migrationRun, secretsCreate];
