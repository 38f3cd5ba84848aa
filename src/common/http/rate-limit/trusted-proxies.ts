import proxyAddr from '@fastify/proxy-addr';
import type { HttpConfig } from '../http.config.js';
import { withoutPort } from './client-address.js';

/** Says whether an address in front of us is a proxy that is believed. Undefined where none is. */
export type IsTrusted = (address: string, hop: number) => boolean;

/** A proxy in the list is known by its address, whatever port the next one wrote behind it. */
export function trustedProxies({ trustedProxies: proxies }: HttpConfig): IsTrusted | undefined {
  if (proxies.length === 0) return undefined;
  const isTrusted = proxyAddr.compile(proxies);
  return (address, hop) => isTrusted(withoutPort(address), hop);
}
