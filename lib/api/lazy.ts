const MAKE = Symbol('make');

interface Lazy {
  readonly [MAKE]: (name: string) => unknown;
}

/**
 * Prepares objects whose members are made when they are first asked for: a client has hundreds of functions,
 * of which most programs use a few, and a platform has many clients. Such an object lists, copies and takes
 * members like any other.
 */
export function lazily(names: readonly string[]): (make: (name: string) => unknown) => object {
  const keep = (object: object, name: string, value: unknown): unknown => {
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    return value;
  };
  // The same for all objects, since there are many.
  const members: PropertyDescriptorMap = {};
  for (const name of names)
    members[name] = {
      enumerable: true,
      configurable: true,
      get(this: Lazy) {
        return keep(this, name, this[MAKE](name));
      },
      set(this: Lazy, value: unknown) {
        keep(this, name, value);
      },
    };
  return (make) => Object.defineProperties({ [MAKE]: make }, members);
}
