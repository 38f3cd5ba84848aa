/** What RFC 3986 knows in no address, in one that is put into a page least of all. */
const FOREIGN = '\\s"<>\\\\^`{|}';

const WEB_ADDRESS = new RegExp(`^https?://[^/?#@${FOREIGN}]+([/?#][^${FOREIGN}]*)?$`, 'i');
const PATH = new RegExp(`^/(?![/\\\\])[^${FOREIGN}]*$`);

/** Whether it is an http or https address, without a name and password in it: everybody would see them. */
export const isWebAddress = (text: string): boolean => WEB_ADDRESS.test(text) && URL.canParse(text);

/** Whether an image may be shown from there: a web address, or a path on the shop's own host. */
export const isImageAddress = (text: string): boolean => isWebAddress(text) || PATH.test(text);
