// Runs a TypeScript program of this tree as the tests run theirs: `node test/support/run.mjs FILE [arguments]`.
// The file exports `main(args)`, which gives the exit code.
import { resolve } from 'node:path';
import { createServer } from 'vite';

const [file, ...args] = process.argv.slice(2);
process.env.NODE_ENV ??= 'test';
process.env.LOG_LEVEL ??= 'error';
process.env.TZ ??= 'UTC';

const vite = await createServer({
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
try {
  await vite.environments.ssr.runner.import(resolve('test/support/setup.ts'));
  const { main } = await vite.environments.ssr.runner.import(resolve(file));
  process.exitCode = await main(args);
} finally {
  await vite.close();
}
