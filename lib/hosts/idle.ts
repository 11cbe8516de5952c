import { factsOf } from '../host-facts';
import type { Receiving } from './receiving';

const LOOK_MS = 50;
/** Longer than any host lets work go on. */
const MAX_WAIT_MS = 900_000;

const waiting = new WeakMap<object, Promise<void>>();

/** Resolves when nothing is going on any more: no handler at work, no late answer to send. */
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
