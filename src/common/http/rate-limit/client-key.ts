import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { networkOf, parseAddress } from './client-address.js';

/** Invalid addresses count as one client, so that nobody can invent many. */
const UNKNOWN = 'unknown';

/** The IPv4 address or IPv6 /64 of one client (RFC 6177: a site gets at least that), whatever its spelling. */
export function clientKey(ip: string): string {
  // Fast path: sockets write IPv4 in one form.
  if (isIPv4(ip)) return ip;
  const address = parseAddress(ip);
  if (!address) return UNKNOWN;
  return address instanceof ipaddr.IPv4 ? address.toString() : networkOf(address, 64);
}

/** Networks around a client, smallest first. IPv4 is leased by /24; IPv6 sites get a /56 or /48. */
export function networksOf(ip: string): readonly string[] {
  const address = parseAddress(ip);
  if (!address) return [UNKNOWN];
  const sizes = address instanceof ipaddr.IPv4 ? [24] : [56, 48];
  return sizes.map((bits) => networkOf(address, bits));
}
