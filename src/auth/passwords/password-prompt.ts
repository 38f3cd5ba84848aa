import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { ReadStream } from 'node:tty';

const MAX_PIPED_BYTES = 4_096;

export class NoPassword extends Error {}

/** Asks twice on a terminal without echo; otherwise reads the first line of the piped input. */
export async function readPassword(input: NodeJS.ReadStream, output: NodeJS.WritableStream): Promise<string> {
  if (!input.isTTY) return firstLineOf(input);
  const password = await ask('Password: ', input, output);
  if ((await ask('Again: ', input, output)) !== password) throw new NoPassword('The two passwords differ.');
  return password;
}

async function ask(question: string, input: ReadStream, output: NodeJS.WritableStream): Promise<string> {
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: unseen, terminal: true });
  const stop = new AbortController();
  lines.on('SIGINT', () => stop.abort());
  output.write(question);
  try {
    return await lines.question('', { signal: stop.signal });
  } catch {
    throw new NoPassword('Stopped.');
  } finally {
    lines.close();
    output.write('\n');
  }
}

async function firstLineOf(input: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MAX_PIPED_BYTES) break;
  }
  const line = text.split('\n', 1)[0]!.replace(/\r$/, '');
  if (line === '') throw new NoPassword('No password was piped in: write it on one line, or use --generate.');
  return line;
}
