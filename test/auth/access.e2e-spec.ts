import { Controller, Get, type LoggerService, Post } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RouteAccessCheck, UndeclaredAccess } from '../../src/auth/guards/route-access.check.js';
import { ACCESS, type Access, Public, RequirePermission } from '../../src/common/http/access.decorator.js';
import { type Route, routesOf } from '../../src/common/http/routes.js';
import { aCustomer, aStaff } from '../support/builders/accounts.js';
import { PUBLIC_ROUTES } from '../support/public-routes.js';
import { toldOfSecurity } from '../support/security-events.js';
import { openShop, type TestShop } from '../support/shop.js';

const accessOf = (route: Route): Access =>
  (Reflect.getMetadata(ACCESS, route.handler) ?? Reflect.getMetadata(ACCESS, route.controller)) as Access;

const nameOf = ({ method, path }: Route): string => `${method.toUpperCase()} ${path}`;

const filled = ({ path }: Route): string => path.replace(/\{\w+\}/g, '0199c5a0-6b1e-7c3f-9a53-0d6f3f0f5b11');

/** Ways to write one address that some server, proxy or router has once taken for the same. */
const SPELLINGS: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'with a letter escaped': (path) =>
    path.replace(/\/v1\/(\w)/, (_, letter: string) => `/v1/${escaped(letter)}`),
  'with the prefix escaped': (path) => path.replace('/api', '/%61pi'),
  'with a slash escaped': (path) => path.replace('/v1/', '/v1%2f'),
  'with two slashes before it': (path) => `/${path}`,
  'with two slashes within': (path) => path.replace('/v1/', '/v1//'),
  'with a slash behind it': (path) => `${path}/`,
  'with an escaped slash behind it': (path) => `${path}%2f`,
  'with a semicolon': (path) => `${path};x=1`,
  'with an escaped question mark': (path) => `${path}%3f`,
  'with an empty query': (path) => `${path}?`,
  'with a fragment': (path) => `${path}#x`,
  'in capitals': (path) => path.toUpperCase(),
  'with a dot': (path) => `/.${path}`,
  'with a detour': (path) => path.replace('/v1/', '/v1/auth/../'),
  'with an escaped way up': (path) => `${path}%2f..`,
  'with a backslash': (path) => path.replace('/v1/', '/v1\\'),
  'with a NUL': (path) => `${path}%00`,
  'with a host before it': (path) => `http://127.0.0.1${path}`,
};

const SILENT: LoggerService = { log: () => undefined, warn: () => undefined, error: () => undefined };

const escaped = (letter: string): string => `%${letter.codePointAt(0)!.toString(16)}`;

describe('who may call what', () => {
  let shop: TestShop;
  let url: string;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  beforeAll(async () => {
    shop = await openShop({ worker: false });
    url = await shop.listen();
  });
  afterAll(async () => {
    agent.destroy();
    await shop.close();
  });

  const routes = (kind?: Access['kind']): Route[] =>
    routesOf(shop.app).filter((route) => kind === undefined || accessOf(route).kind === kind);

  /** Sends the path byte for byte, which no URL parser would. */
  function statusOf(method: string, path: string, token?: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const body = ['POST', 'PUT', 'PATCH'].includes(method) ? '{}' : undefined;
      const headers = {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': 2 }),
      };
      const sent = request({ hostname, port, method, path, agent, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode!));
      });
      sent.on('error', reject).end(body);
    });
  }

  const methodsOf = (route: Route): string[] =>
    route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()];

  async function openings(kind: Access['kind'], token?: string): Promise<string[]> {
    const opened: string[] = [];
    for (const route of routes(kind)) {
      for (const [spelling, respell] of Object.entries(SPELLINGS)) {
        for (const method of methodsOf(route)) {
          const status = await statusOf(method, respell(filled(route)), token);
          // 308 leads to the address as it is declared, which asks who is there.
          const isClosed = status === 308 || (status >= 400 && status < 500);
          if (!isClosed) opened.push(`${method} ${route.path} ${spelling} -> ${status}`);
        }
      }
    }
    return opened;
  }

  /** One hash over every row of the shop's tables. */
  const contents = (): Promise<unknown[]> =>
    shop.sql(
      `SELECT table_name, query_to_xml(format(
         'SELECT md5(string_agg(row::text, $$,$$ ORDER BY row::text)) FROM public.%I AS row', table_name),
         true, true, '')::text AS hash
       FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
    );

  it('is public for these routes alone', () => {
    expect(routes('public').map(nameOf).sort()).toEqual([...PUBLIC_ROUTES].sort());
  });

  it('has something to guard', () => {
    expect(routes('signed_in').length).toBeGreaterThan(1);
    expect(routes('permission').length).toBeGreaterThan(2);
  });

  it('is 401 without a token and 403 with a customer’s, before anything else is looked at', async () => {
    const { token } = await aCustomer(shop);
    for (const route of [...routes('signed_in'), ...routes('permission')]) {
      const [name, method] = [nameOf(route), route.method.toUpperCase()];
      expect([name, await statusOf(method, filled(route))]).toEqual([name, 401]);
    }
    for (const route of routes('permission')) {
      const [name, method] = [nameOf(route), route.method.toUpperCase()];
      expect([name, await statusOf(method, filled(route), token)]).toEqual([name, 403]);
    }
  });

  it('is told to whoever watches when an account is refused', async () => {
    const { token, user } = await aCustomer(shop);
    const told = await toldOfSecurity(() => statusOf('GET', '/api/v1/users', token));
    expect(told).toEqual([
      expect.objectContaining({
        event: 'access_denied',
        accountId: user.id,
        address: '127.0.0.1',
        route: 'GET /api/v1/users',
      }),
    ]);
  });

  it('does not depend on how the address is written or whether only the head is asked for', async () => {
    const { token } = await aCustomer(shop);
    const before = await contents();
    expect(before.length).toBeGreaterThan(3);
    expect(await openings('signed_in')).toEqual([]);
    expect(await openings('permission')).toEqual([]);
    expect(await openings('permission', token)).toEqual([]);
    expect(await contents()).toEqual(before);
  }, 120_000);

  it('is open to staff that holds the permission', async () => {
    const { token } = await aStaff(shop);
    const readable = routes('permission').filter(
      (route) => route.method === 'get' && accessOf(route).kind === 'permission',
    );
    expect(readable.length).toBeGreaterThan(0);
    for (const route of readable) {
      const status = await statusOf('GET', filled(route), token);
      expect([nameOf(route), [401, 403].includes(status)]).toEqual([nameOf(route), false]);
    }
  });

  it('must be said by every route, or the shop does not start', async () => {
    @Controller('planted')
    class PlantedController {
      @Get('open')
      @Public()
      open(): void {}

      @Get('forgotten')
      forgotten(): void {}

      @Post('misspelled')
      @RequirePermission('catalogue:write')
      misspelled(): void {}
    }
    const boot = Test.createTestingModule({
      controllers: [PlantedController],
      providers: [RouteAccessCheck],
    })
      .setLogger(SILENT)
      .compile();
    const faults = [
      'PlantedController.forgotten needs @Public(), @SignedIn() or @RequirePermission()',
      'PlantedController.misspelled asks for the permission catalogue:write, which is not in PERMISSIONS',
    ];
    await expect(boot).rejects.toThrow(new UndeclaredAccess(faults));
    expect(shop.get(RouteAccessCheck)).toBeDefined();
  });
});
