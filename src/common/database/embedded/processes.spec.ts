import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { commandOf, hasEnded, isRunning, occupiesPid, startOf } from './processes.js';

const isLinux = process.platform === 'linux';

describe('processes', () => {
  it('knows its own', () => {
    expect(isRunning(process.pid)).toBe(true);
  });

  it.each([0, -1, 2_147_483_647, Number.NaN])('knows that %d is none', (pid) => {
    expect(isRunning(pid)).toBe(false);
  });

  it.runIf(isLinux)('tells one that ended from one that runs, even while its number is taken', async () => {
    // The shell becomes a program that never asks after its child, and does so before the child ends.
    const parent = spawn('/bin/sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const zombie = Number(output.toString());

    expect(await hasEnded(zombie, 2_000)).toBe(true);
    expect(occupiesPid(zombie)).toBe(true);
    parent.kill();
  });

  it.runIf(isLinux)('tells two with one number apart by when they started', async () => {
    const child = spawn('sleep', ['20'], { stdio: 'ignore' });
    await once(child, 'spawn');

    expect(startOf(child.pid!)).toMatch(/^\d+$/);
    expect(startOf(child.pid!)).not.toBe(startOf(process.pid));
    expect(commandOf(child.pid!)).toContain('sleep 20');
    child.kill();
  });
});
