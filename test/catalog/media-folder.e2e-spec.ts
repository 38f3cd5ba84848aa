import { Logger } from '@nestjs/common';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { MAKE_RENDITIONS } from '../../src/catalog/media/media.service.js';
import { Worker } from '../../src/common/events/worker.js';
import { aStaff } from '../support/builders/accounts.js';
import { aVariant } from '../support/builders/products.js';
import { eventually } from '../support/eventually.js';
import { multipart } from '../support/multipart.js';
import { openBeside, openShop, type TestShop } from '../support/shop.js';

describe('A folder of images that cannot be written to', () => {
  let place: string;
  let shop: TestShop;

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'cartwright-media-'));
    // Not even root makes a folder below a file.
    writeFileSync(join(place, 'file'), '');
    const env = { MEDIA_DIR: join(place, 'file', 'media'), LOG_LEVEL: 'silent' };
    shop = await openShop({ worker: false, env });
  });
  afterAll(async () => {
    await shop.close();
    rmSync(place, { recursive: true, force: true });
  });

  const jobs = () =>
    shop.sql(`SELECT attempts FROM graphile_worker.jobs WHERE task_identifier = $1`, [MAKE_RENDITIONS]);

  async function upload(by = shop) {
    const { token } = await aStaff(shop);
    const { productId } = await aVariant(shop);
    const image = await sharp({ create: { width: 640, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const { body, headers } = multipart(image);
    return by.http.post(`/products/${productId}/media`, body, { token, headers });
  }

  it('is said to be so, and the shop sells all the same', async () => {
    const refused = await upload();
    expect([refused.status, refused.body.code]).toEqual([503, 'media_unavailable']);
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    expect(refused.text).not.toContain(place);
    expect((await shop.http.get('/health/ready')).status).toBe(200);
    expect((await shop.http.post('/carts', {})).status).toBe(201);
  });

  it('is told by the log at the start, and by no invariant of the shop', async () => {
    const told = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const beside = await openBeside(shop);
    const lines = told.mock.calls.map(([line]: unknown[]) => String(line));
    told.mockRestore();
    expect(lines.filter((line) => line.startsWith('MEDIA_DIR cannot be written to'))).toHaveLength(1);
    expect((await beside.http.get('/health/ready')).status).toBe(200);
    expect((await beside.http.get('/metrics')).text).toContain('cartwright_worker_abilities_lacking 1');
    await beside.doctor();
    await beside.close();
  });

  it('leaves jobs on images to processes that have one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cartwright-media-'));
    const worker = await openBeside(shop, { WORKER: 'true' });
    const able = await openBeside(shop, { MEDIA_DIR: folder });
    const { status, body } = await upload(able);
    expect(status).toBe(201);
    const looks = () => worker.get(Worker).runner!.signs!.looks;
    const before = looks();
    await eventually(() => looks() > before + 3);
    expect(await jobs()).toEqual([{ attempts: 0 }]);
    expect((await shop.http.get('/metrics')).text).toContain('cartwright_worker_abilities_lacking 1');

    const ableWorker = await openBeside(shop, { MEDIA_DIR: folder, WORKER: 'true' });
    const found = () =>
      shop.sql('SELECT FROM media_files WHERE url = $1 AND variants <> $2', [body.url, '[]']);
    await eventually(async () => (await jobs()).length === 0 && (await found()).length === 1);
    for (const each of [ableWorker, able, worker]) await each.close();
    rmSync(folder, { recursive: true });
  });

  it('is used as soon as it can be', async () => {
    rmSync(join(place, 'file'));
    expect((await upload()).status).toBe(201);
  });
});
