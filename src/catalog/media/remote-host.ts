import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** What is at an address cannot be fetched, for a reason that a person understands. */
export class FetchRefused extends Error {}

const PORTS = new Set(['', '80', '443']);

/** Parses an address, and refuses what no image of a shop can stand at. `trusted` are hosts as addresses write them. */
export function checkedUrl(text: string, trusted: readonly string[], base?: URL): URL {
  const url = URL.canParse(text, base?.href) ? new URL(text, base) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new FetchRefused('it is no http or https address');
  }
  if (url.username !== '' || url.password !== '') throw new FetchRefused('it carries a password');
  if (trusted.includes(url.host)) return url;
  if (!PORTS.has(url.port)) throw new FetchRefused(`port ${url.port} is not for the web`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host);
  return url;
}

/**
 * Finds the addresses of a host for one connection, and lets none but public ones through: the address that was checked
 * is the very one that is connected to, whatever the name says a moment later.
 */
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
