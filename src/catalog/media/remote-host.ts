import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** An address that cannot be fetched, with a reason for people. */
export class FetchRefused extends Error {}

const PORTS = new Set(['', '80', '443']);

/** Parses an address and refuses unsuitable ones. `trusted` are hosts as in addresses. */
export function checkedUrl(text: string, trusted: readonly string[], base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new FetchRefused('it is not an http or https address');
  }
  if (url.username !== '' || url.password !== '') throw new FetchRefused('it contains a password');
  if (trusted.includes(url.host)) return url;
  if (!PORTS.has(url.port)) throw new FetchRefused(`port ${url.port} is not for the web`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
  return url;
}

/** Accepts public addresses only. The checked address is the one connected to, even if the name changes meanwhile. */
export const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first) return done(new FetchRefused(`there is no host ${hostname}`), '', 0);
    if (!found.every(({ address }) => isPublicAddress(address))) return done(notPublic(hostname), '', 0);
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

const notPublic = (host: string): FetchRefused =>
  new FetchRefused(`the host ${host} is not of the public internet`);
