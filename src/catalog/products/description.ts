import { ValidationFailed } from '../../common/errors/errors.js';
import type { DescriptionFormat, Product } from '../entities/product.entity.js';
import { htmlToText } from './html-text.js';
import { LIMITS } from '../limits.js';
import { cleanHtml } from './rich-text.js';

interface DescriptionInput {
  readonly description?: string;
  readonly descriptionFormat?: DescriptionFormat;
}

export type Description = Pick<Product, 'description' | 'descriptionFormat' | 'descriptionText'>;

export const NO_DESCRIPTION: Description = {
  description: '',
  descriptionFormat: 'text',
  descriptionText: '',
};

/** Returns undefined without a description. The format defaults to the previous one. Throws ValidationFailed. */
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
    throw fault('description', `must have at most ${LIMITS.description} characters after sanitizing`);
  }
  return { description: html, descriptionFormat, descriptionText: textOf(html) };
}

/** Padding of table cells can make the text longer than its HTML. */
const textOf = (html: string): string =>
  [...htmlToText(html)].slice(0, LIMITS.description).join('').trimEnd();

const lengthOf = (text: string): number => [...text].length;

const fault = (path: string, what: string): ValidationFailed =>
  new ValidationFailed([{ path, code: 'description', message: `${path} ${what}` }]);
