import { property } from '../../own';
import { createTextSeal } from '../../text-seal';

/** What goes with an administrator to WeChat's page and comes back. */
export interface View {
  /** A random name of this view of the page. */
  readonly id: string;
  /** What the cookie of the browser holds. */
  readonly nonce: string;
  /** The name of that cookie. */
  readonly cookie: string;
  /** Until when it counts, in milliseconds since 1970. */
  readonly until: number;
  /** Of the app: whose account is being connected, for example. */
  readonly state?: string;
}

/** Seals views into text for an address, and opens them. */
export interface ViewSeal {
  readonly close: (view: View) => string;
  /** `undefined`: not made here, made for another platform, or changed. */
  readonly open: (sealed: string) => View | undefined;
}

/** Sealed with a key derived from the AppSecret of the platform, for that platform alone. */
export function createViewSeal(componentAppId: string, componentAppSecret: string): ViewSeal {
  const { close, open } = createTextSeal([componentAppSecret], 'connect', componentAppId);
  return {
    close: (view) => close(JSON.stringify(view)),
    open(sealed) {
      const text = open(sealed);
      // Only a view is ever sealed by this key.
      return text === undefined ? undefined : viewIn(JSON.parse(text));
    },
  };
}

function viewIn(value: unknown): View | undefined {
  const [id, nonce, cookie, until, state] = ['id', 'nonce', 'cookie', 'until', 'state'].map((name) =>
    property(value, name),
  );
  if (typeof id !== 'string' || typeof nonce !== 'string' || typeof cookie !== 'string') return undefined;
  if (typeof until !== 'number') return undefined;
  return { id, nonce, cookie, until, ...(typeof state === 'string' && { state }) };
}
