import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e-spec.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // Files of one worker share the loaded modules: loading the application costs more than most files' tests.
    isolate: false,
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Decorators as the compiler makes them; Vite's transformer reads the rest from tsconfig.json.
    env: { NODE_ENV: 'test', LOG_LEVEL: 'error', TZ: 'UTC' },
  },
});
