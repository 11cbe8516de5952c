import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { property } from '../../own';

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

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Longer ones are not of ours: addresses have limits. */
const MAX_LENGTH = 4096;

/** AES-256-GCM with a key derived from the AppSecret of the platform, for that platform alone. */
export function createViewSeal(componentAppId: string, componentAppSecret: string): ViewSeal {
  const key = Buffer.from(hkdfSync('sha256', componentAppSecret, 'offiaccount', 'connect', 32));
  const place = Buffer.from(componentAppId);

  return {
    close(view) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(place);
      const text = Buffer.concat([cipher.update(JSON.stringify(view)), cipher.final()]);
      return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
    },
    open(sealed) {
      if (sealed.length > MAX_LENGTH) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // One view has one form, so that nothing that only looks different is taken for another.
      if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined;
      try {
        const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(place).setAuthTag(bytes.subarray(-TAG_BYTES));
        const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
        return viewIn(JSON.parse(Buffer.concat([text, decipher.final()]).toString()));
      } catch {
        return undefined;
      }
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
