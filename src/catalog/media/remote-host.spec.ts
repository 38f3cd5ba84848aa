import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.js';
import { checkedUrl, publicLookup } from './remote-host.js';

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])(
    'lets %s through',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.1',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:1.1.1.1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::1',
    '100::1',
  ])('keeps %s out', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('checkedUrl', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1]/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://2130706433/',
    'http://127.1/',
    'http://１２７.0.0.1/',
    'http://0/',
    'http://user:secret@example.com/x.png',
    'http://example.com:6379/',
    'http://example.com:22/',
    'file:///etc/passwd',
    'ftp://example.com/x.png',
    'gopher://example.com/',
    'data:image/png;base64,AAAA',
    'http:',
    'http://',
    'no address',
  ])('refuses %s', (address) => {
    expect(() => checkedUrl(address, [])).toThrow();
  });

  it('lets public hosts through, and those that are trusted by name and port', () => {
    expect(checkedUrl('https://example.com/x.png', []).href).toBe('https://example.com/x.png');
    expect(checkedUrl('http://10.0.0.7:8080/x.png', ['10.0.0.7:8080']).port).toBe('8080');
    expect(() => checkedUrl('http://10.0.0.7:8081/x.png', ['10.0.0.7:8080'])).toThrow('port 8081');
    expect(() => checkedUrl('//127.0.0.1/x.png', [], new URL('https://example.com/a'))).toThrow('not of the');
  });
});

describe('publicLookup', () => {
  it('makes no connection to a name that stands for a hidden host', async () => {
    let connections = 0;
    const server = createServer((_, answer) => answer.end('secret')).on(
      'connection',
      () => (connections += 1),
    );
    server.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: 'localhost', port, lookup: publicLookup, agent: false });
    const failed = once(asked, 'error') as Promise<[Error]>;
    asked.end();

    expect((await failed)[0].message).toBe('the host localhost is not of the public internet');
    expect(connections).toBe(0);
    server.close();
  });
});
