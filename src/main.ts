import 'reflect-metadata';
import { AppModule } from './app.module.js';
import { prepareGround } from './common/boot/ground.js';
import { abandon, endOnSignals, serveOut } from './common/boot/lifecycle.js';
import { listen } from './common/boot/listening.js';
import { Undertakings } from './common/boot/undertakings.js';
import { RuntimeConfig } from './common/config/runtime.config.js';
import { createApplication } from './common/boot/application.js';
import { HttpConfig } from './common/http/http.config.js';
import { hasDocs } from './common/openapi/docs.js';
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
  const [http, runtime] = [app.get(HttpConfig), app.get(RuntimeConfig)];
  if (runtime.demo) await app.get(DemoSeed).load();
  const url = await listen(app, http);
  ground.announce(url);
  say(welcome({ url, database: ground.database, isDemo: runtime.demo, hasDocs: hasDocs(http, runtime) }));
} catch (error) {
  await abandon(undertakings, error);
}
