import type { ApiCall } from './call';

/**
 * What goes wrong with a call.
 *
 * - `{ errcode }`: WeChat refuses; nothing is done. `{ status, body }`: the gateway answers instead, with an
 *   HTML page or, if `body` is an object, with JSON (which also plays endpoints that this API does not know).
 * - `{ delay }`: done at once, answered so many milliseconds later by the simulator's clock. `'hang'`:
 *   neither done nor answered.
 * - `'reset-before'`: the connection is reset, nothing is done. `'reset-during'`: done, and the connection is
 *   lost in the middle of the answer. `'reset-after'`: done, and the connection is lost before the answer.
 * - `'drip'`: done, and answered a byte a second. `'redirect'`: to `/redirected` of the same host. `'html'`:
 *   a page with status 200.
 * - `'ip-not-allowed'`: refused with 40164, which names the address the call came from; nothing is done.
 * - `'token-revoked'`: the access tokens end just now, as when another program asks for one.
 */
export type ApiFault =
  | { readonly errcode: number; readonly errmsg?: string }
  | { readonly status: number; readonly body?: string | object }
  | { readonly delay: number }
  | 'hang'
  | 'reset-before'
  | 'reset-during'
  | 'reset-after'
  | 'drip'
  | 'redirect'
  | 'html'
  | 'ip-not-allowed'
  | 'token-revoked';

/** Which calls: a path, a pattern for the path, or a function. */
export type CallMatch = string | RegExp | ((call: ApiCall) => boolean);

/** The faults that wait for their calls. */
export interface Faults {
  add(match: CallMatch, fault: ApiFault, times: number): () => void;
  /** The first that fits, once less from now on. */
  take(call: ApiCall): ApiFault | undefined;
}

export function createFaults(): Faults {
  const waiting = new Set<{ readonly match: CallMatch; readonly fault: ApiFault; left: number }>();
  return {
    add(match, fault, times) {
      const one = { match, fault, left: times };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    take(call) {
      for (const one of waiting) {
        if (!fits(one.match, call)) continue;
        if (--one.left <= 0) waiting.delete(one);
        return one.fault;
      }
      return undefined;
    },
  };
}

function fits(match: CallMatch, call: ApiCall): boolean {
  if (typeof match === 'function') return match(call);
  return typeof match === 'string' ? match === call.path : call.path.search(match) !== -1;
}
