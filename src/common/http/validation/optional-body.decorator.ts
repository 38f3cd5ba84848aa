const OPTIONAL_BODY = Symbol('optional body');

/** A missing body means the same as an empty object. */
export const OptionalBody = (): ClassDecorator => (target) =>
  Reflect.defineMetadata(OPTIONAL_BODY, true, target);

export const isOptionalBody = (type: object): boolean => Reflect.hasOwnMetadata(OPTIONAL_BODY, type);
