import { domainToASCII, domainToUnicode } from 'node:url';

export const MAX_EMAIL_LENGTH = 254;
const MAX_DOMAIN_LENGTH = 253;

/** RFC 5321 dot-atom in ASCII, because look-alike letters of other scripts would create a second address. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** Checked before IDNA encoding, because the encoder also accepts `/`, `%` and line breaks. */
const WRITTEN_DOMAIN = /^[\p{L}\p{M}\p{N}.。-]+$/u;
const NEEDS_ENCODING = /[^\0-\x7f]|(?:^|\.)xn--/;

export function isEmail(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > MAX_EMAIL_LENGTH) return false;
  const [local = '', domain = '', ...more] = value.split('@');
  return more.length === 0 && local.length <= 64 && LOCAL_PART.test(local) && DOMAIN.test(domain);
}

/** Trims, lower-cases and encodes the domain (IDNA), so that each address has one stored form. */
export function normalizeEmail(email: string): string {
  const [local = '', domain, ...more] = email.trim().normalize('NFC').toLowerCase().split('@');
  if (domain === undefined) return local;
  return [local, more.length === 0 ? asciiDomain(domain) : domain, ...more].join('@');
}

/** Decodes the domain for people: `info@müller.example`. */
export function shownEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return domain.includes('xn--') ? `${local}@${domainToUnicode(domain) || domain}` : email;
}

function asciiDomain(domain: string): string {
  const isWritten = domain.length <= MAX_DOMAIN_LENGTH && WRITTEN_DOMAIN.test(domain);
  return isWritten && NEEDS_ENCODING.test(domain) ? domainToASCII(domain) || domain : domain;
}
