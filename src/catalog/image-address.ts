/** What RFC 3986 knows in no address, in one that is put into a page least of all. */
const FOREIGN = '\\s\\u0000-\\u001f\\u007f"<>\\\\^`{|}';

const WEB_ADDRESS = new RegExp(`^https?://[^/?#@${FOREIGN}]+([/?#][^${FOREIGN}]*)?$`, 'i');
const PATH = new RegExp(`^/(?![/\\\\])[^${FOREIGN}]*$`);

/** Whether it is an http or https address, without a name and password in it: everybody would see them. */
export const isWebAddress = (text: string): boolean => WEB_ADDRESS.test(text) && URL.canParse(text);

/** The address with all that belongs in none percent-encoded, as browsers do: other shops write file names as they are. */
export const encodedAddress = (written: string): string =>
  written.replace(new RegExp(`[${FOREIGN}]`, 'g'), encodeURIComponent);

/** Whether an image may be shown from there: a web address, or a path on the shop's own host. */
export const isImageAddress = (text: string): boolean => isWebAddress(text) || PATH.test(text);
