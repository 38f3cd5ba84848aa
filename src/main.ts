import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { fail } from './common/boot/fail.js';
import { prepareGround } from './common/boot/ground.js';
import { listen, stopOnSignal } from './common/boot/lifecycle.js';
import { RuntimeConfig } from './common/config/runtime.config.js';
import { createApplication } from './common/http/application.js';
import { HttpConfig } from './common/http/http.config.js';
import { DemoSeed, welcome } from './demo/index.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const ground = await prepareGround({ onProgress: say });
  const { app } = await createApplication(AppModule);
  stopOnSignal(app, ground);
  if (app.get(RuntimeConfig).demo) await app.get(DemoSeed).load();
  const url = await listen(app, app.get(HttpConfig));
  ground.announce(url);
  say(welcome({ url, database: ground.database, isDemo: app.get(RuntimeConfig).demo }));
} catch (error) {
  fail(error);
}
