import { type DomainError, type ErrorClass, refusal } from './domain-error.js';

/** An unknown id in a body is 422 `<thing>_not_found`; one in the path is 404. */
export function referenceNotFound(thing: string): ErrorClass & (new (path?: string) => DomainError) {
  const code = `${thing.replaceAll(' ', '_')}_not_found`;
  return class extends refusal('unprocessable', code, `The body names a ${thing} that does not exist`) {
    constructor(path?: string) {
      super(
        `There is no such ${thing}${path === undefined ? '' : ` at ${path}`}.`,
        path === undefined ? {} : { path },
      );
    }
  };
}
