import type { Request } from 'express';
import type { Account } from './account';

/** The part of Express' layers that we read. It is the same in versions 4 and 5. */
interface Layer {
  readonly handle?: unknown;
  readonly route?: { readonly stack: readonly Layer[] } | undefined;
  /** The part of the path for which the layer stands, after a match. */
  readonly path?: string;
  match?(path: string): boolean;
}

const accounts = new WeakMap<object, Account>();

/** Registers the middleware of an account, so that other accounts at the same address can find it. */
export const introduce = (middleware: object, account: Account): void =>
  void accounts.set(middleware, account);

/**
 * Returns the accounts whose middleware would get a request after `self`, in its app: `app.use('/wechat',
 * one, other)`. Express has no public function for that. If its layers do not have the known form, there are
 * none.
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

/** Returns the address of the request as its app sees it. */
function pathOf(req: Request): string {
  const [path = '/'] = `${req.baseUrl}${req.url}`.split('?', 1);
  // An app inside an app does not know its own path. A pattern at that place has as many parts as the path
  // that it matches.
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
    // Below a router, the router's own path is removed.
    return inner === undefined ? known(handle) : at(inner, path.slice(layer.path?.length ?? 0) || '/');
  });
}

function known(handle: unknown): Account[] {
  const account = typeof handle === 'function' ? accounts.get(handle) : undefined;
  return account === undefined ? [] : [account];
}
