import { defineConfig } from 'vitest/config';

/** What `npm test` runs: rules, modules through HTTP, and journeys. */
const TESTS = ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e-spec.ts'];
/** What starts, kills and overloads whole processes, builds copies of the project or measures it: `npm run test:slow`. */
const SLOW_TESTS = ['test/**/*.slow-spec.ts'];

export default defineConfig(({ mode }) => ({
  test: {
    include: mode === 'test' ? TESTS : mode === 'slow' ? SLOW_TESTS : [...TESTS, ...SLOW_TESTS],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    // Files of one worker share the loaded modules: loading the application costs more than most files' tests.
    isolate: false,
    maxWorkers: 2,
    // Only what hangs meets them, on however slow a machine.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // Decorators as the compiler makes them; Vite's transformer reads the rest from tsconfig.json.
    env: { NODE_ENV: 'test', LOG_LEVEL: 'error', TZ: 'UTC' },
  },
}));
