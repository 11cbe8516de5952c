import type { Context } from '../router/context';

/** Lets other messages of the user go ahead while this one waits. False: it has waited in vain, and does not go on. */
export type Pause = (wait: () => Promise<boolean>) => Promise<boolean>;

// By the signal, of which each message has one, and which all contexts of a message share.
const pauses = new WeakMap<AbortSignal, Pause>();

/** Says how a message that has its turn gives it up for a while. */
export const providePause = ({ signal }: Context, pause: Pause): void => void pauses.set(signal, pause);

/** How the message gives its turn up for a while; `undefined` where it has none. */
export const pauseOf = ({ signal }: Context): Pause | undefined => pauses.get(signal);
