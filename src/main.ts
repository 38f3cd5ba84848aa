import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { prepareGround } from './common/boot/ground.js';
import { abandon, endOnSignals, serveOut } from './common/boot/lifecycle.js';
import { listen } from './common/boot/listening.js';
import { Undertakings } from './common/boot/undertakings.js';
import { RuntimeConfig } from './common/config/runtime.config.js';
import { createApplication } from './common/boot/application.js';
import { HttpConfig } from './common/http/http.config.js';
import { DemoSeed, welcome } from './demo/index.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const undertakings = new Undertakings();
endOnSignals(undertakings, 0);

try {
  const ground = await prepareGround({ undertakings, listens: true, onProgress: say });
  const { app } = await undertakings.begin(
    () => createApplication(AppModule),
    (begun) => serveOut(begun.app),
  );
  if (app.get(RuntimeConfig).demo) await app.get(DemoSeed).load();
  const url = await listen(app, app.get(HttpConfig));
  ground.announce(url);
  say(welcome({ url, database: ground.database, isDemo: app.get(RuntimeConfig).demo }));
} catch (error) {
  await abandon(undertakings, error);
}
