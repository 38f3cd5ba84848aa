import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Some proxies add a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/;

/** IPv4 translated to IPv6 (RFC 6052). */
const TRANSLATED = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

export function withoutPort(written: string): string {
  const text = written.trim();
  const [, bracketed, plain] = WITH_PORT.exec(text) ?? [];
  return bracketed ?? plain ?? text;
}

/** One value for all spellings of an address; undefined for other text. */
export function parseAddress(written: string): Address | undefined {
  const text = withoutPort(written);
  // The library also accepts obsolete forms (`127.1`, `0x7f.0.0.1`), which no proxy writes.
  if (isIP(text) === 0) return undefined;
  const address = ipaddr.process(text);
  const isTranslated = address instanceof ipaddr.IPv6 && address.match(TRANSLATED);
  return isTranslated ? ipaddr.fromByteArray(address.toByteArray().slice(-4)) : address;
}

/** Such as `198.51.100.0/24` or `2001:db8::/48`. */
export function networkOf(address: Address, bits: number): string {
  const bytes = address.toByteArray().map((byte, at) => {
    const kept = Math.min(8, Math.max(0, bits - at * 8));
    return byte & (0xff << (8 - kept));
  });
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}
