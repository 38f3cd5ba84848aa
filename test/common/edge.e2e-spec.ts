import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IdempotencyJobs } from '../../src/common/http/idempotency/idempotency.jobs.js';
import { PlantedEdgeModule } from '../support/planted-edge.js';
import { openShop, type TestShop } from '../support/shop.js';

let shop: TestShop;
const send = (method: string, url: string, headers: Record<string, string> = {}, payload?: string | Buffer) =>
  shop.app.inject({ method: method as 'GET', url: `/api/v1${url}`, headers, payload });
const post = (body: unknown, headers: Record<string, string> = {}, url = '/notes') =>
  send(
    'POST',
    url,
    { 'content-type': 'application/json', 'x-test-user': 'u1', ...headers },
    typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  );
const countNotes = async () => (await shop.sql('SELECT count(*) AS n FROM notes'))[0].n as number;

beforeAll(async () => {
  shop = await openShop({
    root: PlantedEdgeModule,
    worker: false,
    env: { CORS_ORIGINS: 'https://shop.example' },
  });
  await shop.sql('CREATE TABLE notes (id serial PRIMARY KEY, text text NOT NULL)');
});
afterAll(() => shop.close());
beforeEach(() => shop.sql('TRUNCATE notes, idempotency_keys RESTART IDENTITY'));

describe('Idempotency-Key', () => {
  it('is forgotten after its time, however many there are, unless an answer is still owed', async () => {
    await shop.sql(
      `INSERT INTO idempotency_keys (scope, key, fingerprint, state, status, body, lease_until, expires_at)
       SELECT 'user:u1', n, 'f', CASE WHEN n = 1 THEN 'in_progress' ELSE 'completed' END,
         CASE WHEN n > 1 THEN 201 END, CASE WHEN n > 1 THEN '{}' END, CASE WHEN n = 1 THEN now() END,
         CASE WHEN n = 2 THEN now() + interval '1 day' ELSE now() - interval '1 s' END
       FROM generate_series(1, 2502) AS n`,
    );
    await shop.get(IdempotencyJobs).forgetExpired();
    expect(await shop.sql('SELECT key FROM idempotency_keys ORDER BY key')).toEqual([
      { key: '1' },
      { key: '2' },
    ]);
  });

  it('is required where money or orders are made', async () => {
    const answer = await post({ text: 'a' });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'idempotency_key_required']);
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(256)])('refuses the key %j', async (key) => {
    const answer = await post({ text: 'a' }, { 'idempotency-key': key });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'idempotency_key_invalid']);
  });

  it('answers a repetition with the very same bytes, and acts once', async () => {
    const first = await post({ text: 'a' }, { 'idempotency-key': 'k' });
    const second = await post({ text: 'a' }, { 'idempotency-key': 'k' });
    expect([first.statusCode, second.statusCode]).toEqual([201, 201]);
    expect(second.payload).toBe(first.payload);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(await countNotes()).toBe(1);
  });

  it('takes fields in another order for the same request', async () => {
    await post('{"text":"a","waitMs":0}', { 'idempotency-key': 'k' });
    const again = await post('{"waitMs":0,"text":"a"}', { 'idempotency-key': 'k' });
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('stores no secret: it is derived again', async () => {
    const first = await post({ text: 'a' }, { 'idempotency-key': 'k' });
    const { secret } = first.json() as { secret: string };
    const [row] = await shop.sql('SELECT body FROM idempotency_keys');
    expect(secret).toHaveLength(43);
    expect(row.body).not.toContain(secret);
  });

  it('still makes the secrets of answers that the release before has stored, and of nothing else there', async () => {
    const first = (await post({ text: 'a' }, { 'idempotency-key': 'k' })).json();
    const mark = { $derived: ['note', String(first.id)] };
    const stored = { ...first, secret: mark, named: { $derived: 'ab' }, within: { name: mark } };
    await shop.sql('UPDATE idempotency_keys SET body = $1, secrets = NULL', [JSON.stringify(stored)]);
    const again = (await post({ text: 'a' }, { 'idempotency-key': 'k' })).json();
    expect(again).toEqual({ ...stored, secret: first.secret });
  });

  it('refuses another body under the same key', async () => {
    await post({ text: 'a' }, { 'idempotency-key': 'k' });
    const answer = await post({ text: 'b' }, { 'idempotency-key': 'k' });
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'idempotency_key_reused']);
  });

  it('keeps two users with one key apart', async () => {
    await post({ text: 'a' }, { 'idempotency-key': 'k' });
    const other = await post({ text: 'b' }, { 'idempotency-key': 'k', 'x-test-user': 'u2' });
    expect([other.statusCode, other.headers['idempotency-replayed']]).toEqual([201, undefined]);
    expect(await countNotes()).toBe(2);
  });

  it('ignores the key of a caller who proves nothing, so that no stranger sees an answer', async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'k' };
    const first = await send('POST', '/notes', headers, '{"text":"a"}');
    const second = await send('POST', '/notes', headers, '{"text":"a"}');
    expect(second.json().id).not.toBe(first.json().id);
  });

  it('stores no refusal: the same key may be tried again', async () => {
    const refused = await post({ text: '' }, { 'idempotency-key': 'k' });
    const accepted = await post({ text: 'a' }, { 'idempotency-key': 'k' });
    expect([refused.statusCode, accepted.statusCode]).toEqual([400, 201]);
  });

  it('undoes the effect of a request that failed after it', async () => {
    const failed = await post({ text: 'fail' }, { 'idempotency-key': 'k' });
    expect([failed.statusCode, failed.json().code]).toEqual([500, 'internal_error']);
    expect(failed.payload).not.toContain('after the effect');
    expect(await countNotes()).toBe(0);
  });

  it('lets one of fifty parallel repetitions act; the others get its answer or are told to come back', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => post({ text: 'a', waitMs: 3 }, { 'idempotency-key': 'k' })),
    );
    const created = answers.filter(({ statusCode }) => statusCode === 201);
    const told = answers.filter(({ statusCode }) => statusCode === 409);
    expect(created.length + told.length).toBe(50);
    expect(new Set(created.map(({ payload }) => payload)).size).toBe(1);
    expect(told.every((answer) => answer.json().code === 'idempotency_key_in_flight')).toBe(true);
    expect(told.every((answer) => answer.headers['retry-after'] === '1')).toBe(true);
    expect(await countNotes()).toBe(1);
  });

  it('forgets an answer after seven days', async () => {
    await post({ text: 'a' }, { 'idempotency-key': 'k' });
    await shop.sql(`UPDATE idempotency_keys SET expires_at = now() - interval '1 second'`);
    const again = await post({ text: 'b' }, { 'idempotency-key': 'k' });
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });

  it('lets a repetition finish a two-phase request that broke off between its transactions', async () => {
    const send = () => post({ text: 'crash' }, { 'idempotency-key': 'k' }, '/notes/two-phase');
    const answers = [await send(), await send(), await send()];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 202, 202]);
    expect(answers[2]!.payload).toBe(answers[1]!.payload);
    expect(await countNotes()).toBe(1);
  });

  it('answers a two-phase request once', async () => {
    const first = await post({ text: 'a' }, { 'idempotency-key': 'k2' }, '/notes/two-phase');
    const second = await post({ text: 'a' }, { 'idempotency-key': 'k2' }, '/notes/two-phase');
    expect([first.statusCode, second.statusCode, second.payload]).toEqual([202, 202, first.payload]);
  });
});

describe('bodies', () => {
  const refused = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const answer = await post(body, { 'idempotency-key': 'k', ...headers });
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(await countNotes()).toBe(0);
    return [answer.statusCode, answer.json().code] as const;
  };

  it.each([
    '',
    '{',
    "{'text':'a'}",
    '{"text":"a",}',
    '// x\n{}',
    '\ufeff{"text":"a"}',
    '{"__proto__":{"a":1}}',
    '{"text":"a","constructor":"b"}',
    '{"text":"a","deep":[{"constructor":{}}]}',
    '{"text":"a","toString":"b"}',
    '{"text":"a","hasOwnProperty":{}}',
  ])('refuses %j as malformed', async (body) => {
    expect(await refused(body)).toEqual([400, 'malformed_body']);
  });

  it('says which name is not allowed, rather than that this is no JSON', async () => {
    const answer = await post('{"text":"a","__proto__":{"a":1}}', { 'idempotency-key': 'k' });
    expect(answer.json()).toMatchObject({
      code: 'malformed_body',
      detail: 'No field may be named __proto__.',
    });
  });

  it.each([
    'null',
    '[]',
    '"x"',
    '1',
    '{"text":5}',
    '{"text":"a\\nb"}',
    '{"text":"   "}',
    `{"text":"${'x'.repeat(21)}"}`,
  ])('refuses %s as invalid', async (body) => {
    expect((await refused(body))[0]).toBe(400);
  });

  it('names what is wrong and where, unknown fields before all else', async () => {
    const faultsOf = async (body: object) => {
      const { code, errors } = (await post(body, { 'idempotency-key': 'k' })).json();
      return [code, ...errors];
    };
    expect(await faultsOf({ text: 5, role: 'owner' })).toEqual([
      'unknown_field',
      { path: 'role', code: 'unknown_field', message: expect.any(String) },
    ]);
    expect(await faultsOf({ text: 5 })).toEqual([
      'validation_failed',
      { path: 'text', code: 'text', message: 'text must be text of 1 to 20 characters on one line' },
    ]);
  });

  it('refuses what PostgreSQL cannot keep', async () => {
    expect(await refused('{"text":"a\\u0000"}')).toEqual([400, 'malformed_body']);
    expect(await refused('{"text":"\\ud800"}')).toEqual([400, 'malformed_body']);
    expect(await refused(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toEqual([
      400,
      'malformed_body',
    ]);
  });

  it.each([
    ['nesting without end', '['.repeat(8_000) + ']'.repeat(8_000)],
    ['nesting of 33 levels', '['.repeat(33) + ']'.repeat(33)],
    ['an object of 201 members', `{${'"a":1,'.repeat(200)}"text":"a"}`],
    ['a list of 1,001 elements', `{"text":[${'1,'.repeat(1_000)}1]}`],
    ['quotes within texts', `{"text":"\\"{[,","a":[${'1,'.repeat(1_000)}1]}`],
  ])('refuses %s before anything is made of it', async (_, body) => {
    expect(await refused(body)).toEqual([400, 'malformed_body']);
  });

  it('counts no brackets and commas within texts', async () => {
    expect(await refused(`{"text":"${'[{,'.repeat(1_000)}"}`)).toEqual([400, 'validation_failed']);
    const text = ',[{"\\';
    expect((await post({ text }, { 'idempotency-key': 'k' })).json().text).toBe(text);
  });

  it('refuses a body beyond 16 KiB', async () => {
    const filling = 16 * 1024 - '{"text":""}'.length;
    expect(await refused(`{"text":"${'x'.repeat(filling)}"}`)).toEqual([400, 'validation_failed']);
    expect(await refused(`{"text":"${'x'.repeat(filling + 1)}"}`)).toEqual([413, 'body_too_large']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json garbage',
    'application/json; charset=utf-16',
    'multipart/form-data',
  ])('refuses the content type %j', async (type) => {
    expect(await refused('{"text":"a"}', { 'content-type': type })).toEqual([415, 'unsupported_media_type']);
  });

  it.each(['gzip', 'br', 'deflate, gzip', ''])('refuses a body packed by %j', async (coding) => {
    const packed = { 'content-encoding': coding };
    expect(await refused('{"text":"a"}', packed)).toEqual([415, 'unsupported_media_type']);
  });

  it('keeps text as it was written', async () => {
    const text = '‮Ünïcødé 👩‍🚀 "\'; --';
    expect((await post({ text }, { 'idempotency-key': 'k' })).json().text).toBe(text);
  });
});

describe('lists', () => {
  beforeEach(() => shop.sql(`INSERT INTO notes (text) SELECT 'n' FROM generate_series(1, 5)`));

  it('are walked page by page to the end', async () => {
    const first = (await send('GET', '/notes?limit=2')).json();
    const second = (await send('GET', `/notes?limit=2&cursor=${first.nextCursor}`)).json();
    const third = (await send('GET', `/notes?limit=2&cursor=${second.nextCursor}`)).json();
    expect([first, second, third].flatMap(({ items }) => items.map(({ id }: { id: number }) => id))).toEqual([
      1, 2, 3, 4, 5,
    ]);
    expect(third.nextCursor).toBeNull();
  });

  it.each(['0', '-1', '101', '1e9', '1.5', 'x', ''])('refuse limit=%s', async (limit) => {
    const answer = await send('GET', `/notes?limit=${limit}`);
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'validation_failed']);
  });

  it('refuse a cursor that was altered, cut, made up, or made for another list', async () => {
    const { nextCursor } = (await send('GET', '/notes?limit=2')).json() as { nextCursor: string };
    const altered = nextCursor.slice(0, -2) + (nextCursor.endsWith('AA') ? 'BB' : 'AA');
    const urls = [altered, nextCursor.slice(0, 10), 'e30'].map((cursor) => `/notes?cursor=${cursor}`);
    for (const url of [...urls, `/notes/other?cursor=${nextCursor}`]) {
      const answer = await send('GET', url);
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 400, 'invalid_cursor']);
    }
    expect((await send('GET', `/notes?cursor=${nextCursor}=`)).json().code).toBe('validation_failed');
  });

  it('refuse repeated and unknown query names', async () => {
    expect((await send('GET', '/notes?limit=1&limit=2')).statusCode).toBe(400);
    expect((await send('GET', '/notes?offset=3')).json().code).toBe('unknown_field');
    expect((await send('GET', '/notes?__proto__[x]=1')).statusCode).toBe(400);
  });
});

describe('conditional requests', () => {
  it('answer 304 to whoever holds the representation', async () => {
    const { headers } = await send('GET', '/notes/x');
    expect(headers.etag).toMatch(/^"7-[\w-]{16}"$/);
    const again = await send('GET', '/notes/x', { 'if-none-match': String(headers.etag) });
    expect([again.statusCode, again.payload, again.headers.etag]).toEqual([304, '', headers.etag]);
    expect((await send('GET', '/notes/x', { 'if-none-match': '"7-other"' })).statusCode).toBe(200);
  });

  it('read the version from If-Match; a foreign tag is of none', async () => {
    const expected = async (tag: string) => {
      const answer = await send('DELETE', '/notes/x', { 'if-match': tag });
      return answer.statusCode === 200 ? answer.json().expected : answer.json().code;
    };
    expect(await expected('"7-abc"')).toBe(7);
    expect(await expected('"7"')).toBe(7);
    expect(await expected('*')).toBeNull();
    expect(await expected('"nonsense"')).toBe(-1);
    for (const text of ['', 'nonsense', '"7', '"7", "8"'])
      expect(await expected(text)).toBe('validation_failed');
  });
});

describe('the transport', () => {
  it('sets security headers, and allows listed origins alone', async () => {
    const { headers } = await send('GET', '/notes', { origin: 'https://shop.example' });
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'access-control-allow-origin': 'https://shop.example',
    });
    for (const origin of ['null', 'https://evil.example', 'https://shop.example.evil']) {
      expect(
        (await send('GET', '/notes', { origin })).headers['access-control-allow-origin'],
      ).toBeUndefined();
    }
  });

  it('names each request, and believes no stranger about addresses', async () => {
    const { headers } = await send('GET', '/notes', {
      'x-forwarded-for': '6.6.6.6',
      'x-request-id': 'forged',
    });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers what it does not know with a problem, never with an error page', async () => {
    for (const [method, url, status] of [
      ['GET', '/unknown', 404],
      ['DELETE', '/notes', 405],
      ['GET', '/notes/%zz', 400],
      ['GET', `/notes/${'x'.repeat(300)}`, 414],
      ['GET', '/notes/%00', 400],
    ] as const) {
      const answer = await send(method, url);
      expect([method, url, answer.statusCode]).toEqual([method, url, status]);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    }
  });

  it('cuts off a request whose head is too large or not HTTP', async () => {
    const port = Number(new URL(await shop.listen()).port);
    const talk = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        let heard = '';
        socket.on('data', (chunk) => (heard += chunk.toString()));
        socket.on('close', () => resolve(heard)).on('error', reject);
      });
    for (const [head, status, code] of [
      [`GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(70_000)}`, 431, 'headers_too_large'],
      [
        'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked',
        400,
        'malformed_request',
      ],
      ['GET /a b HTTP/1.1\r\nHost: a', 400, 'malformed_request'],
      ['nonsense', 400, 'malformed_request'],
    ] as const) {
      const heard = await talk(`${head}\r\n\r\n`);
      expect(heard).toContain('Content-Type: application/problem+json');
      expect(JSON.parse(heard.split('\r\n\r\n')[1]!)).toMatchObject({ status, code });
      expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    }
  });

  it('stops reading a body that grows beyond the limit', async () => {
    const { port } = new URL(await shop.listen());
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'k', 'x-test-user': 'u1' };
      const request = httpRequest({
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/api/v1/notes',
        headers,
      });
      request.on('response', (response) => resolve(response.statusCode)).on('error', reject);
      for (let chunk = 0; chunk < 17; chunk += 1) request.write('x'.repeat(64 * 1024));
      request.end();
    });
    expect(status).toBe(413);
  });
});
