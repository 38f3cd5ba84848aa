import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aStaff } from '../support/builders/accounts.js';
import { eventually } from '../support/eventually.js';
import { settleJobs } from '../support/jobs.js';
import { multipart } from '../support/multipart.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
let token: string;
let folder: string;
/** An image host that is trusted by name, and one beside it that is not. */
let images: Server;
let secrets: Server;
let host: string;
let secretHost: string;
const asked: string[] = [];
let leaks = 0;

beforeAll(async () => {
  const [teal, coral] = await Promise.all(['teal', 'coral'].map((color) => picture(color)));
  images = await serving((request, answer) => {
    asked.push(request.url!);
    const path = new URL(request.url!, 'http://x').pathname;
    if (path === '/teal.png') return void answer.setHeader('content-type', 'text/html').end(teal);
    if (path === '/coral.png') return void answer.end(coral);
    if (path === '/moved') return void answer.writeHead(302, { location: '/coral.png' }).end();
    if (path === '/loop') return void answer.writeHead(302, { location: '/loop' }).end();
    if (path === '/password')
      return void answer.writeHead(302, { location: 'http://user:secret@127.0.0.1/x.png' }).end();
    if (path === '/inside') return void answer.writeHead(302, { location: `http://${secretHost}/` }).end();
    if (path === '/page') return void answer.setHeader('content-type', 'image/png').end('<html></html>');
    if (path === '/huge') return void answer.end(Buffer.alloc(11 * 1024 * 1024, 1));
    if (path === '/broken')
      return void answer.writeHead(200, { 'content-length': '5000' }).write('x', () => answer.destroy());
    return void answer.writeHead(404).end();
  });
  secrets = await serving((_, answer) => void answer.end(teal));
  secrets.on('connection', () => (leaks += 1));
  host = hostOf(images);
  secretHost = hostOf(secrets);
  folder = await mkdtemp(join(tmpdir(), 'cartwright-fetch-'));
  shop = await openShop({
    env: { MEDIA_DIR: folder, MEDIA_FETCH: 'on', MEDIA_FETCH_HOSTS: host, LOG_LEVEL: 'fatal' },
  });
  ({ token } = await aStaff(shop));
});
afterAll(async () => {
  await shop.doctor();
  await shop.close();
  for (const server of [images, secrets]) server.close().closeAllConnections();
  await rm(folder, { recursive: true });
});

const picture = (color: string): Promise<Buffer> =>
  sharp({ create: { width: 700, height: 300, channels: 3, background: color } })
    .png()
    .toBuffer();
async function serving(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
const hostOf = (server: Server): string => `127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Imports products, each with its images, and waits until all of them were tried. */
async function importing(products: Readonly<Record<string, readonly string[]>>) {
  const rows = Object.entries(products).map(
    ([slug, urls]) =>
      `${slug},${slug},${slug},5.00,"${urls.map((url) => `${url} Seen from the front`).join('\n')}"`,
  );
  const file = Buffer.from(['slug,title,sku,price USD,images', ...rows].join('\n'));
  const { body, headers } = multipart(file, { name: 'a.csv', type: 'text/csv' });
  const sent = await shop.http.post('/catalog/imports', body, { token, headers });
  const read = async () => (await shop.http.get(`/catalog/imports/${sent.body.id}`, { token })).body;
  await eventually(async () => (await read()).finishedAt !== null, 20_000);
  await settleJobs(shop, 20_000);
  return read();
}
const mediaOf = async (slug: string) => (await shop.http.get(`/products/${slug}`)).body.media;

describe('images that an import names at other hosts', () => {
  it('become the shop’s own by the way that an upload goes, and an import again finds them', async () => {
    const products = {
      fetched: [`http://${host}/teal.png`, `http://${host}/moved`],
      'fetched-too': [`http://${host}/teal.png`],
    };
    const first = await importing(products);
    const media = await mediaOf('fetched');
    const count = asked.length;
    const second = await importing(products);

    expect(first).toMatchObject({ state: 'completed', created: 2, findings: 0 });
    for (const image of media) expect(image.url).toMatch(/^\/media\/[0-9a-f]{32}\.jpg$/);
    expect(media).toMatchObject([
      { alt: 'Seen from the front', variants: expect.arrayContaining([expect.anything()]) },
      { alt: 'Seen from the front' },
    ]);
    expect((await mediaOf('fetched-too'))[0].url).toBe(media[0].url);
    expect(second).toMatchObject({ created: 0, changed: 0, unchanged: 2, findings: 0 });
    expect(asked.length).toBe(count);
    expect((await readdir(join(folder, 'incoming'))).length).toBe(0);
  });

  it('stay where they are when they cannot be had, and the report says why', async () => {
    const at = (path: string) => `http://${host}${path}`;
    const reasons: Readonly<Record<string, string>> = {
      [at('/none')]: 'the host answers 404',
      [at('/loop')]: 'it redirects more than 3 times',
      [at('/inside')]: 'is not for the web',
      [at('/page')]: 'The image format is not supported',
      [at('/huge')]: 'The image file is too large',
      [at('/broken')]: 'the host cannot be reached, or closes the connection',
      [`http://${secretHost}/`]: 'is not for the web',
      'http://127.0.0.1/x.png': 'is not of the public internet',
      'http://[::ffff:127.0.0.1]/x.png': 'is not of the public internet',
      'http://0x7f.1/x.png': 'is not of the public internet',
      'http://169.254.169.254/latest/meta-data/': 'is not of the public internet',
      'http://localhost/x.png': 'is not of the public internet',
      [at('/password')]: 'it contains a password',
    };
    const { report, findings, created } = await importing({ unfetched: Object.keys(reasons) });
    const details = report.map(({ kind, subject, detail }: any) => `${kind} ${subject} ${detail}`);

    expect({ created, findings }).toEqual({ created: 1, findings: Object.keys(reasons).length });
    for (const [url, reason] of Object.entries(reasons)) {
      const line = details.find((text: string) => text.includes(`the image ${url} keeps its address`));
      expect(line).toMatch(/^different unfetched /);
      expect(line).toContain(reason);
    }
    expect((await mediaOf('unfetched')).map(({ url }: any) => url)).toEqual(Object.keys(reasons));
    expect(leaks).toBe(0);
    expect((await readdir(join(folder, 'incoming'))).length).toBe(0);
  });
});
