/**
 * A view of an object's own properties. What a polluted `Object.prototype` holds is not there: settings and
 * answers say only what they themselves say.
 */
export function own<T extends object>(object: T): T {
  // Object.create(null) has every property of T that was copied, and T's optional ones may be absent.
  return Object.assign(Object.create(null) as T, object);
}

/** The own property of a parsed JSON value, or undefined. */
export const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? // An object with that own property.
      (value as Record<string, unknown>)[name]
    : undefined;
