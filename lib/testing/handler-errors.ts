import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { HandlerErrorEvent } from '../diagnostics';

/** Is told what handlers throw. */
type Listener = (error: unknown) => void;

const listeners = new AsyncLocalStorage<Listener>();
const CHANNEL = 'offiaccount:handler-error';
let listens = false;

/**
 * Does the work; what handlers throw that it starts, now or later, `listener` is told. In this process only.
 */
export function overhear(listener: Listener, work: () => void): void {
  // Another copy of this package may run the app: only the name of the channel is shared.
  if (!listens) subscribe(CHANNEL, (event) => listeners.getStore()?.((event as HandlerErrorEvent).error));
  listens = true;
  listeners.run(listener, work);
}
