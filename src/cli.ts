import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { prepareGround } from './common/boot/ground.js';
import { abandon, endOnSignals } from './common/boot/lifecycle.js';
import { Undertakings } from './common/boot/undertakings.js';
import { Commands } from './common/cli/commands.js';
import { provideEnvironment } from './common/config/settings.js';
import { STANDALONE } from './common/cli/standalone.js';
import { createApplication } from './common/boot/application.js';
import { WALK_COMMAND } from './demo/index.js';

/** Commands that run without the application. */
const standalone = [...STANDALONE, WALK_COMMAND];
const [name = 'help', ...args] = process.argv.slice(2);

const undertakings = new Undertakings();
endOnSignals(undertakings);

try {
  const alone = standalone.find((command) => command.name === name);
  process.exitCode = alone ? await alone.run(args) : await runInApplication();
} catch (error) {
  await abandon(undertakings, error);
}

async function runInApplication(): Promise<number> {
  provideEnvironment({ WORKER: 'off', LOG_LEVEL: 'warn' });
  await prepareGround({ undertakings, join: true });
  const { app } = await undertakings.begin(
    () => createApplication(AppModule),
    (begun) => begun.app.close(),
  );
  const exitCode = await run(app);
  await undertakings.end();
  return exitCode;
}

async function run(app: INestApplicationContext): Promise<number> {
  const found = app.get(Commands).find(name);
  if (found) return found.command.run(args);
  const all = [...standalone, ...app.get(Commands).list()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = all.map((command) => `  ${command.usage.padEnd(48)} ${command.summary}`);
  process.stdout.write(`Usage: npm run cli -- COMMAND\n\n${lines.join('\n')}\n`);
  return name === 'help' ? 0 : 1;
}
