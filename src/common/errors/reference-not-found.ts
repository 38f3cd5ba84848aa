import { DomainError, type ErrorClass, type ErrorKind } from './domain-error.js';

/**
 * Makes the error of an unknown id inside a body: 422 `<thing>_not_found`. (An unknown id in the path is a 404.)
 * `class VariantNotFound extends referenceNotFound('variant') {}`
 */
export function referenceNotFound(thing: string): ErrorClass & (new (path?: string) => DomainError) {
  return class extends DomainError {
    static override readonly code = `${thing.replaceAll(' ', '_')}_not_found`;
    static override readonly kind: ErrorKind = 'unprocessable';
    static override readonly title = `The body names a ${thing} that does not exist`;

    constructor(path?: string) {
      super(
        `There is no such ${thing}${path === undefined ? '' : ` at ${path}`}.`,
        path === undefined ? {} : { path },
      );
    }
  };
}
