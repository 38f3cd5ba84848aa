import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { HttpConfig } from './http.config.js';
import { createServer } from './server.js';

it('opens the door only while it listens: one that ends leaves every request to the framework', async () => {
  const asked: string[] = [];
  const server = createServer(
    new HttpConfig(),
    (_request, response) => {
      asked.push('door');
      response.end();
    },
    (_request, response) => {
      asked.push('framework');
      response.end();
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  server.close();
  // As a request that was on its way on an open connection.
  const request = { headers: {} } as IncomingMessage;
  server.emit('request', request, { end: () => undefined } as unknown as ServerResponse);
  expect(asked).toEqual(['door', 'framework']);
});
