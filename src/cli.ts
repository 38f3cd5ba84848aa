import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { fail } from './common/boot/fail.js';
import { prepareGround } from './common/boot/ground.js';
import { Commands } from './common/cli/commands.js';
import { provideEnvironment } from './common/config/settings.js';
import { STANDALONE } from './common/cli/standalone.js';
import { createApplication } from './common/http/application.js';
import { WALK_COMMAND } from './demo/index.js';

/** Commands that need no application: they run before one is built. */
const standalone = [...STANDALONE, WALK_COMMAND];
const [name = 'help', ...args] = process.argv.slice(2);

try {
  const alone = standalone.find((command) => command.name === name);
  process.exitCode = alone ? await alone.run(args) : await runInApplication();
} catch (error) {
  fail(error);
}

async function runInApplication(): Promise<number> {
  provideEnvironment({ WORKER: 'off', LOG_LEVEL: 'warn' });
  const ground = await prepareGround({ join: true });
  const { app } = await createApplication(AppModule);
  try {
    const found = app.get(Commands).find(name);
    if (found) return await found.command.run(args);
    const all = [...standalone, ...app.get(Commands).list()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const lines = all.map((command) => `  ${command.usage.padEnd(48)} ${command.summary}`);
    process.stdout.write(`Usage: npm run cli -- COMMAND\n\n${lines.join('\n')}\n`);
    return name === 'help' ? 0 : 1;
  } finally {
    await app.close();
    await ground.release();
  }
}
