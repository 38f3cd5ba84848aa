import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { NEEDED_SECRETS } from '../src/common/config/demo-secrets.js';

const compose = readFileSync('docker-compose.yml', 'utf8');

describe('docker-compose.yml', () => {
  it.each(NEEDED_SECRETS)('gives the shop its $variable as a file', ({ variable }) => {
    expect(compose).toContain(`${variable}_FILE: /secrets/${variable}`);
  });

  it('publishes the demo shop, whose passwords everyone knows, on loopback alone', () => {
    const published = [...compose.matchAll(/'(\S+:\d+:\d+)'/g)].map(([, port]) => port);
    expect(compose.match(/^ +ports:/gm)).toHaveLength(1);
    expect(published).toEqual(['127.0.0.1:3000:3000']);
  });

  it('runs programs that the image holds', () => {
    const commands = [...compose.matchAll(/dist\/(src\/[\w-]+)\.js/g)].map(([, path]) => `${path}.ts`);
    expect([...new Set(commands)]).toEqual(['src/cli.ts']);
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
    const command = JSON.stringify(scripts.start.split(' ')).replaceAll(',', ', ');
    expect(readFileSync('Dockerfile', 'utf8')).toContain(`CMD ${command}`);
  });
});
