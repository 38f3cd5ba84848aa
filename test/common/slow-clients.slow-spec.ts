import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { eventually } from '../support/eventually.js';
import { openShop, type TestShop } from '../support/shop.js';

/** What the shop gives a client at most; the catalogue of faults asks for 30 s. */
const PATIENCE_MS = 30_000;

describe('Slow clients', () => {
  let shop: TestShop;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    shop = await openShop({ worker: false });
    port = Number(new URL(await shop.listen()).port);
    server = shop.app.getHttpServer();
  });
  afterAll(() => shop.close());

  const dialed = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  };

  /** What was heard until the shop hung up. */
  async function heardBy(socket: Socket): Promise<string> {
    let heard = '';
    socket.on('data', (chunk) => (heard += String(chunk)));
    // It may hang up in the middle of what we send.
    if (!socket.destroyed) await once(socket, 'close').catch(() => undefined);
    return heard;
  }

  /** Writes a byte now and then, as one does who wants to hold a connection and never comes to an end. */
  function trickle(socket: Socket, text: string): void {
    const timer = setInterval(() => socket.write(text), 200);
    socket.once('close', () => clearInterval(timer));
  }

  it('may take so long as is set, and no longer', () => {
    expect(server.headersTimeout).toBeLessThanOrEqual(10_000);
    expect(server.timeout).toBeLessThan(PATIENCE_MS);
    expect(server.timeout).toBeGreaterThan(server.headersTimeout);
    // What an upload has, which nobody begins who may not.
    expect(server.requestTimeout).toBeLessThanOrEqual(15 * 60_000);
  });

  describe('with less patience', () => {
    beforeAll(() => {
      server.headersTimeout = 1_000;
      server.timeout = 2_000;
    });

    it('are cut off when their head never ends', async () => {
      const socket = await dialed();
      socket.write('GET /api/v1/products HTTP/1.1\r\nHost: shop\r\n');
      trickle(socket, 'X-Slow: 1\r\n');
      expect(await heardBy(socket)).toMatch(/^HTTP\/1.1 408 .*"code":"request_timeout"/s);
    });

    it('are cut off when their body never ends', async () => {
      const socket = await dialed();
      const head = 'POST /api/v1/carts HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n';
      socket.write(`${head}Content-Length: 1000\r\n\r\n{`);
      trickle(socket, ' ');
      expect(await heardBy(socket)).toMatch(/^HTTP\/1.1 408 .*"code":"request_timeout"/s);
    });

    describe('who bring a file', () => {
      const FILE = 'handle,title,price_usd\nslow,Slow,1.00\n';
      const BOUNDARY = 'end-of-part';
      const BODY =
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n` +
        `${FILE}\r\n--${BOUNDARY}--\r\n`;

      const begin = async (headers: string): Promise<Socket> => {
        const socket = await dialed();
        socket.write(
          `POST /api/v1/catalog/imports HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n${headers}` +
            `Content-Type: multipart/form-data; boundary=${BOUNDARY}\r\nContent-Length: ${BODY.length}\r\n\r\n`,
        );
        return socket;
      };

      it('have more time, as long as it goes on', async () => {
        const { token } = await aStaff(shop);
        const socket = await begin(`Authorization: Bearer ${token}\r\n`);
        const heard = heardBy(socket);
        const pieces = BODY.match(/[^]{1,20}/g)!;
        for (const piece of pieces) {
          socket.write(piece);
          await new Promise((resolve) => setTimeout(resolve, 6_000 / pieces.length));
        }
        expect(await heard).toMatch(/^HTTP\/1.1 202 /);
      });

      it('are cut off when it stands still', async () => {
        const { token } = await aStaff(shop);
        const socket = await begin(`Authorization: Bearer ${token}\r\n`);
        socket.write(BODY.slice(0, 30));
        expect(await heardBy(socket)).toMatch(/^(HTTP\/1.1 4\d\d |$)/);
      });

      it('are refused at once when they may not', async () => {
        const socket = await begin('');
        socket.write(BODY.slice(0, 30));
        expect(await heardBy(socket)).toMatch(/^HTTP\/1.1 401 /);
      });
    });

    it.each([
      [
        'it was refused',
        'POST /api/v1/catalog/imports',
        'Content-Type: multipart/form-data; boundary=x\r\n',
        401,
      ],
      ['it was answered from the cache', 'GET /api/v1/categories', '', 200],
    ])('are cut off when their body goes on after %s', async (_, line, headers, status) => {
      await shop.http.get('/categories');
      const socket = await dialed();
      socket.write(`${line} HTTP/1.1\r\nHost: shop\r\n${headers}Content-Length: 100000\r\n\r\nx`);
      trickle(socket, 'x');
      expect(await heardBy(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    });

    it('are cut off when they do not read what they asked for', async () => {
      const socket = await dialed();
      socket.pause();
      socket.write('GET /openapi.json HTTP/1.1\r\nHost: shop\r\n\r\n'.repeat(40));
      await eventually(async () => (await connections()) === 0);
      socket.destroy();
    });

    it('do not keep the others from being served', async () => {
      const slow = await Promise.all(Array.from({ length: 300 }, dialed));
      for (const socket of slow) {
        socket.write('GET /api/v1/products HTTP/1.1\r\nHost: shop\r\n');
        trickle(socket, 'X-Slow: 1\r\n');
      }
      expect((await shop.network.get('/products')).status).toBe(200);
      await Promise.all(slow.map(heardBy));
    });
  });

  const connections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
});
