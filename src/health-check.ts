import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

/**
 * Says by its exit code whether the shop of this environment lives, for whoever runs its image. It loads nothing of the
 * shop, since it runs every few seconds.
 */
const { HOST = '127.0.0.1', PORT = '3000', TLS_CERT_FILE = '' } = process.env;

/** A health check on the address of any net asks on loopback. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const LIMIT_MS = 2_500;

const options = {
  host: ANY[HOST] ?? HOST,
  port: Number(PORT),
  path: '/health/live',
  timeout: LIMIT_MS,
  // The certificate is for the shop's name, and nothing but the status is asked for.
  rejectUnauthorized: false,
};
const get = TLS_CERT_FILE === '' ? getPlain : getSecure;

get(options, (answer) => process.exit(answer.statusCode === 200 ? 0 : 1))
  .on('timeout', () => process.exit(1))
  .on('error', () => process.exit(1));
