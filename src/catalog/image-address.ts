/** Characters that RFC 3986 allows in no address. */
const FOREIGN = '\\s\\u0000-\\u001f\\u007f"<>\\\\^`{|}';

const WEB_ADDRESS = new RegExp(`^https?://[^/?#@${FOREIGN}]+([/?#][^${FOREIGN}]*)?$`, 'i');
const PATH = new RegExp(`^/(?![/\\\\])[^${FOREIGN}]*$`);

/** Accepts http and https addresses without credentials, which every shopper would see. */
export const isWebAddress = (text: string): boolean => WEB_ADDRESS.test(text) && URL.canParse(text);

/** Percent-encodes characters that are invalid in addresses, as browsers do; other shops export raw file names. */
export const encodedAddress = (written: string): string =>
  written.replace(new RegExp(`[${FOREIGN}]`, 'g'), encodeURIComponent);

/** Accepts a web address, or a path on the shop's own host. */
export const isImageAddress = (text: string): boolean => isWebAddress(text) || PATH.test(text);
