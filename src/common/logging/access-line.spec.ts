import { expect, it, vi } from 'vitest';
import { writeAccessLine } from './access-line.js';
import { standardOutput } from './line-buffer.js';

it('tells of an answer in one line of JSON', () => {
  const write = vi.spyOn(standardOutput, 'write').mockImplementation(() => undefined);
  writeAccessLine({ requestId: 'r', method: 'GET', route: '/products/:id', status: 200, ms: 1.26 });
  const [[line]] = write.mock.calls as [[string]];
  write.mockRestore();
  expect(line.endsWith('}\n')).toBe(true);
  const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
  expect(rest).toEqual({
    level: 'info',
    requestId: 'r',
    method: 'GET',
    route: '/products/:id',
    status: 200,
    ms: 1.3,
  });
  expect(new Date(String(time)).toISOString()).toBe(time);
});
