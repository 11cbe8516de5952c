import { ConfigError } from '../errors';
import { printable } from '../logger';
import type { Session } from '../router/context';

const MAX_DEPTH = 64;

/**
 * Writes the session as JSON from which it can be read again unchanged.
 *
 * @throws {ConfigError} It has a value that JSON cannot express, or is larger than `most` bytes.
 */
export function toJson(session: Session, most: number): string {
  checkPlain(session, 'ctx.session');
  const json = JSON.stringify(session);
  const bytes = Buffer.byteLength(json);
  if (bytes <= most) return json;
  throw new ConfigError(
    `ctx.session has ${bytes} bytes, and may have ${most} ("maxSize"). Keep large things elsewhere, and their ids here.`,
  );
}

/** Reads a stored session. A value that another program stored gives an empty session. */
export function fromJson(text: string): Session {
  try {
    const value: unknown = JSON.parse(text);
    return isPlain(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * Checks that a value is unchanged after it was written and read as JSON.
 *
 * @throws {ConfigError} It would change. The message names the place below `path`.
 */
export const checkPlain = (value: unknown, path: string): void => check(value, path, 0);

function check(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (depth > MAX_DEPTH)
    throw new ConfigError(`${printable(path.slice(0, 40))}… is nested too deeply, or contains itself.`);
  if (Array.isArray(value)) {
    // forEach() would skip missing items.
    for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, depth + 1);
    return;
  }
  if (isPlain(value)) {
    for (const [name, each] of Object.entries(value))
      // An optional field that was cleared is left out.
      if (each !== undefined) check(each, `${path}.${printable(name)}`, depth + 1);
    return;
  }
  throw new ConfigError(
    `${printable(path.slice(-60))} is ${describe(value)}. Only plain JSON can be kept: text, finite numbers, true, false, null, lists and objects of these.`,
  );
}

const isPlain = (value: unknown): value is object => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return `of type ${typeof value}`;
  const { constructor } = value as { readonly constructor?: unknown };
  return `of class ${typeof constructor === 'function' ? printable(constructor.name) : 'unknown'}`;
}
