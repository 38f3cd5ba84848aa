import { PassThrough, Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { NoPassword, readPassword } from './password-prompt.js';

const piped = (text: string) => readPassword(Readable.from([text]) as NodeJS.ReadStream, new PassThrough());

/** A terminal that types what it is given, and a screen that keeps what it shows. */
function terminal(...lines: string[]) {
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => input,
  }) as unknown as NodeJS.ReadStream;
  const screen = new PassThrough();
  const shown = (): string => String(screen.read() ?? '');
  lines.forEach((line, index) =>
    setTimeout(() => (input as unknown as PassThrough).write(line), 20 * (index + 1)),
  );
  return { input, screen, shown };
}

describe('the prompt for a password', () => {
  it('takes one line of what is piped in, and all of it', async () => {
    expect(await piped(' seven quiet harbors \r\nnext line')).toBe(' seven quiet harbors ');
    expect(await piped('seven quiet harbors')).toBe('seven quiet harbors');
  });

  it('refuses nothing at all', async () => {
    await expect(piped('')).rejects.toThrow(NoPassword);
    await expect(piped('\n')).rejects.toThrow(NoPassword);
  });

  it('asks twice on a terminal and shows neither', async () => {
    const { input, screen, shown } = terminal('seven quiet harbors\r', 'seven quiet harbors\r');
    expect(await readPassword(input, screen)).toBe('seven quiet harbors');
    expect(shown()).toBe('Password: \nAgain: \n');
  });

  it('refuses two that differ', async () => {
    const { input, screen } = terminal('seven quiet harbors\r', 'seven quiet harbor\r');
    await expect(readPassword(input, screen)).rejects.toThrow('The two passwords differ.');
  });

  it('stops at Ctrl-C', async () => {
    const { input, screen } = terminal('seven\u0003');
    await expect(readPassword(input, screen)).rejects.toThrow('Stopped.');
  });
});
