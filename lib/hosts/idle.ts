import { factsOf } from '../host-facts';
import type { Receiving } from './receiving';

const LOOK_MS = 50;
/** This is longer than any host lets work continue. */
const MAX_WAIT_MS = 900_000;

const waiting = new WeakMap<object, Promise<void>>();

/** Resolves when no handler runs and no late answer waits to be sent. */
export function whenIdle(wx: Receiving): Promise<void> {
  const found = waiting.get(wx) ?? look(wx).finally(() => waiting.delete(wx));
  waiting.set(wx, found);
  return found;
}

async function look(wx: Receiving): Promise<void> {
  const end = performance.now() + MAX_WAIT_MS;
  const facts = factsOf(wx);
  const isBusy = (): boolean => facts?.isBusy() ?? (wx.stats?.().running ?? 0) > 0;
  while (isBusy() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}
