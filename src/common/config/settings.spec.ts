import { IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { OnInProduction } from './production.validator.js';
import { IsSecret } from './secret.validator.js';
import { Env, flag, integer, list, loadConfig } from './settings.js';

class KettleConfig {
  /** Degrees. */
  @Env('KETTLE_HEAT', integer)
  @IsInt()
  @Min(1)
  @Max(100)
  heat: number = 80;

  @Env('KETTLE_NAMES', list)
  names: string[] = [];

  @Env('KETTLE_LID', flag)
  @OnInProduction()
  lid: boolean = true;

  @Env('KETTLE_KEY')
  @IsOptional()
  @IsSecret()
  key?: string;

  @Env('KETTLE_OTHER_KEY')
  @IsOptional()
  @IsSecret()
  otherKey?: string;

  @Env('KETTLE_LABEL')
  @IsOptional()
  @IsString()
  label?: string;
}

const GOOD = 'kE8x2Wq9ZbT4nV7cR1yP5sJ0dF3gH6mL';

describe('settings', () => {
  afterEach(() => vi.unstubAllEnvs());
  const load = (env: Record<string, string>) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    return loadConfig(KettleConfig);
  };

  it('have defaults, and take what is set', () => {
    expect(load({})).toMatchObject({ heat: 80, names: [], lid: true });
    expect(load({ KETTLE_HEAT: '95', KETTLE_NAMES: 'a, b,', KETTLE_LID: 'off' })).toMatchObject({
      heat: 95,
      names: ['a', 'b'],
      lid: false,
    });
  });

  it('take an empty value for none', () => {
    expect(load({ KETTLE_HEAT: '' }).heat).toBe(80);
  });

  it.each(['0', '101', '1.5', 'hot', '1e2'])('refuse KETTLE_HEAT=%s', (heat) => {
    expect(() => load({ KETTLE_HEAT: heat })).toThrow('KETTLE_HEAT');
  });

  it('name all faults at once by their variables', () => {
    expect(() =>
      load({ KETTLE_HEAT: 'x', KETTLE_LID: 'maybe', KETTLE_KEY: 'short', NODE_ENV: 'production' }),
    ).toThrow(/3 fault\(s\):/);
  });

  it.each(['short', 'x'.repeat(40), `please-change-me-${'1'.repeat(30)}`, `my-secret-${'abc'.repeat(12)}`])(
    'refuse the secret %s and do not repeat it',
    (key) => {
      let message = '';
      try {
        load({ KETTLE_KEY: key });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('KETTLE_KEY');
      expect(message).not.toContain(key);
    },
  );

  it('refuse one secret for two purposes', () => {
    expect(load({ KETTLE_KEY: GOOD }).key).toBe(GOOD);
    expect(() => load({ KETTLE_KEY: GOOD, KETTLE_OTHER_KEY: GOOD })).toThrow('KETTLE_OTHER_KEY');
  });

  it('read a secret from a file, and say which one cannot be read', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'key');
    writeFileSync(file, `${GOOD}x\n`);
    expect(load({ KETTLE_KEY_FILE: file }).key).toBe(`${GOOD}x`);
    expect(load({ KETTLE_KEY: '', KETTLE_KEY_FILE: file }).key).toBe(`${GOOD}x`);
    expect(() => load({ KETTLE_LABEL_FILE: '/does/not/exist' })).toThrow('KETTLE_LABEL_FILE');
  });

  it('refuse to take a protection off in production', () => {
    expect(() => load({ KETTLE_LID: 'off', NODE_ENV: 'production' })).toThrow('KETTLE_LID');
  });
});
