import { createQuotaGate, type QuotaGate } from '../api/quota-gate';
import type { Clock } from '../clock';

const MAX_GATES = 10_000;

/**
 * The gates of accounts. One that keeps a call back outlives the client of its account, so that WeChat is not
 * asked again because others were in use meanwhile.
 */
export function createQuotaGates(clock: Clock): (appId: string) => QuotaGate {
  const closed = new Map<string, QuotaGate>();

  function block(appId: string, gate: QuotaGate): void {
    closed.delete(appId);
    closed.set(appId, gate);
    const [oldest] = closed.keys();
    if (closed.size > MAX_GATES && oldest !== undefined) closed.delete(oldest);
  }

  return (appId) => {
    const kept = closed.get(appId);
    if (kept !== undefined) return kept;
    const inner = createQuotaGate(clock);
    const gate: QuotaGate = {
      ...inner,
      block: (quota, error) => {
        inner.block(quota, error);
        block(appId, gate);
      },
    };
    return gate;
  };
}
