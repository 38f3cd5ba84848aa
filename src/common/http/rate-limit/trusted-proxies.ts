import proxyAddr from '@fastify/proxy-addr';
import type { HttpConfig } from '../http.config.js';
import { withoutPort } from './client-address.js';

export type IsTrusted = (address: string, hop: number) => boolean;

/** Proxies are matched by address, whatever port was added. Undefined when none is trusted. */
export function trustedProxies({ trustedProxies: proxies }: HttpConfig): IsTrusted | undefined {
  if (proxies.length === 0) return undefined;
  const isTrusted = proxyAddr.compile(proxies);
  return (address, hop) => isTrusted(withoutPort(address), hop);
}
