import type { Mutation } from './tools.js';

/** Text of JSON, damaged: what a parser has to refuse, or to take without harm. */
export const damagedJson: Mutation = (draft, { random, hostile }) => {
  const text = JSON.stringify(draft.body ?? {});
  const at = random.int(0, text.length);
  const [head, tail] = [text.slice(0, at), text.slice(at)];
  const damages: Readonly<Record<string, () => string | Buffer>> = {
    'cut off': () => head,
    'a byte of another encoding': () =>
      Buffer.concat([Buffer.from(head), Buffer.from([random.int(128, 255)]), Buffer.from(tail)]),
    'a character too much': () =>
      head + random.pick([',', '}', '"', '\\', '\u0000', '\n', 'e', '{', ']']) + tail,
    'a key twice': () => text.replace(/^\{("\w+"):/, '{$1:null,$1:'),
    'a lone surrogate': () => text.replace(/:"/, ':"\\ud83d'),
    'a NUL': () => text.replace(/:"/, ':"\\u0000'),
    'a number without end': () =>
      text.replace(/:\d+/, random.pick([':1e400', ':-0', ':0.1e-400', `:${'9'.repeat(400)}`])),
    'a byte order mark': () => `\ufeff${text}`,
    'white space around': () => `\r\n\t ${text}\n\n`,
    'another body': () => random.pick(hostile.bodies),
    'very large': () => `{"a":"${'a'.repeat(random.pick([10_000, 1_100_000]))}"}`,
  };
  const name = random.chance(0.35) ? 'another body' : random.pick(Object.keys(damages));
  draft.payload = Buffer.from(damages[name]!());
  return `body: ${name}`;
};
