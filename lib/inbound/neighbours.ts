import type { Request } from 'express';
import type { Account } from './account';

/** As much of Express' layers as is looked at, the same in versions 4 and 5. */
interface Layer {
  readonly handle?: unknown;
  readonly route?: { readonly stack: readonly Layer[] } | undefined;
  /** What of the path the layer stands for, after a match. */
  readonly path?: string;
  match?(path: string): boolean;
}

const accounts = new WeakMap<object, Account>();

/** Makes the middleware of an account known to those of others at the same address. */
export const introduce = (middleware: object, account: Account): void =>
  void accounts.set(middleware, account);

/**
 * The accounts whose middleware would get a request after `self`, in the app that has it: `app.use('/wechat', one, other)`. Express has
 * no public way to ask; where its layers are not as they are known, there are none.
 */
export function accountsAfter(self: Account, req: Request): Account[] {
  try {
    const found = at(stackOf(req.app), pathOf(req));
    const own = found.indexOf(self);
    return own === -1 ? [] : [...new Set(found.slice(own + 1))].filter((each) => each !== self);
  } catch {
    return [];
  }
}

/** The address of the request as its app sees it. */
function pathOf(req: Request): string {
  const [path = '/'] = `${req.baseUrl}${req.url}`.split('?', 1);
  // An app in an app does not see where it is; a pattern in that place has as many parts as what it stands for.
  const above = req.app.path().split('/').length - 1;
  return `/${path
    .split('/')
    .slice(above + 1)
    .join('/')}`;
}

function stackOf(owner: unknown): readonly Layer[] {
  // Express 4 forbids to read `router`, and has it under this name.
  const { _router } = owner as { readonly _router?: { readonly stack: readonly Layer[] } };
  return (_router ?? (owner as { readonly router: { readonly stack: readonly Layer[] } }).router).stack;
}

function at(stack: readonly Layer[], path: string): Account[] {
  return stack.flatMap((layer) => {
    const { handle, route } = layer;
    if (layer.match?.(path) !== true) return [];
    if (route !== undefined) return route.stack.flatMap((each) => known(each.handle));
    if (typeof handle !== 'function') return [];
    const inner = (handle as { readonly stack?: readonly Layer[] }).stack;
    // Below a router, its own path is cut off.
    return inner === undefined ? known(handle) : at(inner, path.slice(layer.path?.length ?? 0) || '/');
  });
}

function known(handle: unknown): Account[] {
  const account = typeof handle === 'function' ? accounts.get(handle) : undefined;
  return account === undefined ? [] : [account];
}
