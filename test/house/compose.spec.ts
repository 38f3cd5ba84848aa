import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NEEDED_SECRETS } from '../../src/common/config/demo-secrets.js';
import { SHUTDOWN_LIMIT_MS } from '../../src/common/boot/lifecycle.js';
import { RuntimeConfig } from '../../src/common/config/runtime.config.js';
import { HttpConfig } from '../../src/common/http/http.config.js';
import { Draining } from '../../src/common/http/shutdown/draining.js';

const compose = readFileSync('docker-compose.yml', 'utf8');

/** What is written of a service. */
const service = (name: string): string =>
  new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n)+)`, 'm').exec(compose)?.[1] ?? '';

const secondsIn = (text: string): number => Number(/stop_grace_period: (\d+)s/.exec(text)?.[1]);

describe('docker-compose.yml', () => {
  it.each(NEEDED_SECRETS)('gives the shop its $variable as a file', ({ variable }) => {
    expect(compose).toContain(`${variable}_FILE: /secrets/${variable}`);
  });

  it('publishes the demo shop, whose passwords everyone knows, on loopback alone', () => {
    const published = [...compose.matchAll(/'(\S+:\d+:\d+)'/g)].map(([, port]) => port);
    expect(compose.match(/^ +ports:/gm)).toHaveLength(1);
    expect(published).toEqual(['127.0.0.1:3000:3000']);
  });

  it('gives the database its own password, and no other service but the shop any secret', () => {
    expect(service('postgres')).toContain('POSTGRES_PASSWORD_FILE: /database-secret/DATABASE_PASSWORD');
    expect(service('postgres')).toContain("'database-secret:/database-secret:ro'");
    for (const name of ['postgres', 'redis']) expect(service(name)).not.toContain("'secrets:");
    expect(service('secrets')).toContain("['secrets:/secrets', 'database-secret:/database-secret']");
  });

  it('lets the shop end in order: longer than it drains and then takes at most', () => {
    const production = Object.assign(new RuntimeConfig(), { environment: 'production' });
    const { drainMs } = new Draining(new HttpConfig(), production);
    expect(secondsIn(service('app')) * 1_000).toBeGreaterThan(drainMs + SHUTDOWN_LIMIT_MS);
  });

  it('runs programs that the image holds', () => {
    const commands = [...compose.matchAll(/dist\/(src\/[\w-]+)\.js/g)].map(([, path]) => `${path}.ts`);
    expect([...new Set(commands)]).toEqual(['src/cli.ts']);
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
    const command = JSON.stringify(scripts.start.split(' ')).replaceAll(',', ', ');
    const dockerfile = readFileSync('Dockerfile', 'utf8');
    expect(dockerfile).toContain(`CMD ${command}`);
    expect(dockerfile).toContain('  CMD ["node", "dist/src/health-check.js"]');
  });
});
