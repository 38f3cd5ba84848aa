import 'reflect-metadata';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { loadConfig } from './common/config/settings.js';
import { HttpConfig } from './common/http/http.config.js';

/**
 * Exits with 0 when the shop of this environment is alive, for container health checks. Loads little code, because it
 * runs every few seconds.
 */
const LIMIT_MS = 2_500;

/** A shop that listens on all addresses is asked on loopback. */
const ALL: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

const { host, port, scheme } = loadConfig(HttpConfig);
const options = {
  host: ALL[host] ?? host,
  port,
  path: '/health/live',
  timeout: LIMIT_MS,
  // The certificate is for the shop's name; only the status is read.
  rejectUnauthorized: false,
};
const get = scheme === 'https' ? getSecure : getPlain;

get(options, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
