import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { networkOf, parseAddress } from './client-address.js';

/** What is no address counts as one client: nobody can make up many of them. */
const UNKNOWN = 'unknown';

/**
 * The part of an address that one client holds: all of an IPv4 address, the /64 of an IPv6 one (RFC 6177: a site gets
 * at least that). Spellings of one address, with a port behind it or not, and IPv4 inside IPv6 count as one.
 */
export function clientKey(ip: string): string {
  // As nearly every socket tells it: in the one spelling that it has.
  if (isIPv4(ip)) return ip;
  const address = parseAddress(ip);
  if (!address) return UNKNOWN;
  return address instanceof ipaddr.IPv4 ? address.toString() : networkOf(address, 64);
}

/**
 * The networks around a client, the smallest first. Whoever holds one sends from any address in it: IPv4 is let by 256,
 * and a site gets a /56 or a /48 of IPv6.
 */
export function networksOf(ip: string): readonly string[] {
  const address = parseAddress(ip);
  if (!address) return [UNKNOWN];
  const sizes = address instanceof ipaddr.IPv4 ? [24] : [56, 48];
  return sizes.map((bits) => networkOf(address, bits));
}
