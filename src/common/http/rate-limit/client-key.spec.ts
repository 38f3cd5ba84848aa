import { describe, expect, it } from 'vitest';
import { clientKey, networksOf } from './client-key.js';

describe('the key of a client', () => {
  it.each([
    ['192.0.2.1', ['192.0.2.1:1000', '192.0.2.1:1001', ' 192.0.2.1 ', '[192.0.2.1]:80']],
    [
      '192.0.2.1',
      ['::ffff:192.0.2.1', '::FFFF:c000:201', '0:0:0:0:0:ffff:c000:0201', '[::ffff:192.0.2.1]:1000'],
    ],
    ['192.0.2.1', ['64:ff9b::192.0.2.1', '64:ff9b::c000:201']],
    ['2001:db8:1:2::/64', ['2001:db8:1:2::1', '2001:0DB8:0001:0002:ffff::', '2001:db8:1:2:3:4:5:6']],
    ['2001:db8:1:2::/64', ['[2001:db8:1:2::1]', '[2001:db8:1:2::9]:4711', '2001:db8:1:2::1%eth0']],
  ])('is %s for %j', (key, spellings) => {
    expect(spellings.map(clientKey)).toEqual(spellings.map(() => key));
  });

  it('tells neighbours apart', () => {
    const neighbours = ['192.0.2.1', '192.0.2.2', '2001:db8:1:2::1', '2001:db8:1:3::1', '::1'];
    expect(new Set(neighbours.map(clientKey)).size).toBe(neighbours.length);
  });

  it('is one for all that is no address', () => {
    const made = ['', 'unknown', '_hidden', '127.1', '0x7f.0.0.1', '2130706433', 'x'.repeat(9_000), '[::1'];
    expect(new Set(made.map(clientKey))).toEqual(new Set(['unknown']));
  });
});

describe('the networks around a client', () => {
  it.each([
    ['198.51.100.77:4711', ['198.51.100.0/24']],
    ['2001:db8:1:2ff::1', ['2001:db8:1:200::/56', '2001:db8:1::/48']],
    ['nobody', ['unknown']],
  ])('of %s are %j', (ip, networks) => {
    expect(networksOf(ip)).toEqual(networks);
  });
});
