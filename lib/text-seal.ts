import { deriveKey, seal, unseal } from './cipher';

/** Longer ones are not of ours: cookies and addresses have limits. */
const MAX_SEALED = 4096;

/** Seals text that a browser or a store keeps for us, and opens it. */
export interface TextSeal {
  readonly close: (text: string) => string;
  /** `undefined`: not sealed here, for another use or account, or changed. */
  readonly open: (sealed: string) => string | undefined;
}

/** The first secret seals, each of them opens. `place` says what it is for, and whose. */
export function createTextSeal(secrets: readonly string[], use: string, place: string): TextSeal {
  const keys = secrets.map((secret) => deriveKey(secret, use));

  return {
    close(text) {
      const [newest = Buffer.alloc(0)] = keys;
      return seal(newest, place, text).toString('base64url');
    },
    open(sealed) {
      if (sealed.length > MAX_SEALED) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // One text has one form, so that nothing that only looks different is taken for another.
      if (bytes.toString('base64url') !== sealed) return undefined;
      for (const key of keys) {
        const opened = unseal(key, place, bytes);
        // What is empty was not sealed here.
        if (opened !== undefined) return opened.length === 0 ? undefined : opened.toString();
      }
      return undefined;
    },
  };
}
