import { createGate, type Gate } from '../api/gate';
import type { Clock } from '../clock';

const MAX_CLOSED = 10_000;

/**
 * The gates of accounts. One that keeps a call back outlives the client of its account, so that WeChat is not asked again because
 * others were in use meanwhile.
 */
export function createGates(clock: Clock): (appId: string) => Gate {
  const closed = new Map<string, Gate>();

  function close(appId: string, gate: Gate): void {
    closed.delete(appId);
    closed.set(appId, gate);
    const [oldest] = closed.keys();
    if (closed.size > MAX_CLOSED && oldest !== undefined) closed.delete(oldest);
  }

  return (appId) => {
    const kept = closed.get(appId);
    if (kept !== undefined) return kept;
    const inner = createGate(clock);
    const gate: Gate = {
      ...inner,
      close: (quota, error) => {
        inner.close(quota, error);
        close(appId, gate);
      },
    };
    return gate;
  };
}
