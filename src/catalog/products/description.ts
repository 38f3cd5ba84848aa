import { ValidationFailed } from '../../common/errors/errors.js';
import type { DescriptionFormat, Product } from '../entities/product.entity.js';
import { htmlToText } from './html-text.js';
import { LIMITS } from '../limits.js';
import { cleanHtml } from './rich-text.js';

/** What a client says about a description. */
interface DescriptionInput {
  readonly description?: string;
  readonly descriptionFormat?: DescriptionFormat;
}

/** What a product keeps of its description. */
export type Description = Pick<Product, 'description' | 'descriptionFormat' | 'descriptionText'>;

export const NO_DESCRIPTION: Description = {
  description: '',
  descriptionFormat: 'text',
  descriptionText: '',
};

/**
 * The description as it is stored: text as it was written, HTML cleaned, and beside either its plain text for search.
 * Undefined where none is given. One that comes without a format is in that of the description before it. Throws
 * ValidationFailed for a format without a description, since nobody could say what the text that is there was meant to
 * be, and for HTML that is too long once it is clean.
 */
export async function descriptionOf(
  input: DescriptionInput,
  before: Description = NO_DESCRIPTION,
): Promise<Description | undefined> {
  const { description, descriptionFormat = before.descriptionFormat } = input;
  if (description === undefined) {
    if (input.descriptionFormat !== undefined)
      throw fault('descriptionFormat', 'must come with a description');
    return undefined;
  }
  if (descriptionFormat === 'text') {
    return { description, descriptionFormat, descriptionText: description };
  }

  const html = await cleanHtml(description);
  if (lengthOf(html) > LIMITS.description) {
    throw fault('description', `must have at most ${LIMITS.description} characters once it is clean`);
  }
  return { description: html, descriptionFormat, descriptionText: textOf(html) };
}

/** Cells of a table are lined up with spaces, so that the text can be longer than its HTML. */
const textOf = (html: string): string =>
  [...htmlToText(html)].slice(0, LIMITS.description).join('').trimEnd();

const lengthOf = (text: string): number => [...text].length;

const fault = (path: string, what: string): ValidationFailed =>
  new ValidationFailed([{ path, code: 'description', message: `${path} ${what}` }]);
