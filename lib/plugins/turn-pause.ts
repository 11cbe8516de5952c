import type { Context } from '../router/context';

/**
 * Lets other messages of the user go ahead while this one waits. False: the wait was in vain, and the message
 * must not continue.
 */
export type Pause = (wait: () => Promise<boolean>) => Promise<boolean>;

// By signal: each message has one, and all contexts of the message share it.
const pauses = new WeakMap<AbortSignal, Pause>();

/** Sets how a message gives up its turn for a while. */
export const providePause = ({ signal }: Context, pause: Pause): void => void pauses.set(signal, pause);

/** Returns how the message gives up its turn for a while; `undefined` if it has no turn. */
export const pauseOf = ({ signal }: Context): Pause | undefined => pauses.get(signal);
