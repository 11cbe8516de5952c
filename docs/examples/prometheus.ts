import { subscribe } from 'node:diagnostics_channel';
import type { RequestHandler } from 'express';
import type { ApiEvent, DeliveryEvent, PushEvent } from 'offiaccount';

type Labels = Readonly<Record<string, string | number | boolean | undefined>>;

const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 4.5, 10, 30, 60];

const write = (labels: Labels): string => {
  const parts = Object.entries(labels).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${JSON.stringify(String(value))}`],
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
};

function counter(name: string, help: string) {
  const values = new Map<string, number>();
  return {
    add: (labels: Labels) => void values.set(write(labels), (values.get(write(labels)) ?? 0) + 1),
    text: () =>
      [
        `# HELP ${name} ${help}`,
        `# TYPE ${name} counter`,
        ...[...values].map(([at, n]) => `${name}${at} ${n}`),
      ].join('\n'),
  };
}

function histogram(name: string, help: string) {
  const series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();
  return {
    observe: (labels: Labels, ms: number) => {
      const key = write(labels);
      const one = series.get(key) ?? { labels, counts: BUCKETS.map(() => 0), sum: 0, count: 0 };
      series.set(key, one);
      one.counts = one.counts.map((n, i) => n + (ms / 1000 <= (BUCKETS[i] ?? 0) ? 1 : 0));
      one.sum += ms / 1000;
      one.count++;
    },
    text: () => {
      const lines = [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`];
      for (const { labels, counts, sum, count } of series.values()) {
        for (const [i, le] of BUCKETS.entries())
          lines.push(`${name}_bucket${write({ ...labels, le })} ${counts[i] ?? 0}`);
        lines.push(`${name}_bucket${write({ ...labels, le: '+Inf' })} ${count}`);
        lines.push(`${name}_sum${write(labels)} ${sum}`, `${name}_count${write(labels)} ${count}`);
      }
      return lines.join('\n');
    },
  };
}

/** Counts from now on, and serves the numbers: `app.get('/metrics', wechatMetrics())`. Call it once. */
export function wechatMetrics(): RequestHandler {
  const pushes = counter('wechat_pushes_total', 'Requests accepted as pushes, or refused.');
  const deliveries = counter('wechat_deliveries_total', 'How deliveries ended, and how late answers fared.');
  const answerTime = histogram('wechat_delivery_seconds', 'From the request line to the end of a delivery.');
  const calls = counter('wechat_api_calls_total', "Calls of WeChat's API.");
  const callTime = histogram('wechat_api_call_seconds', "Time of calls of WeChat's API, with their retries.");

  // No label may have endless values: neither `deliveryId`, nor `rid`, nor the reason of a refusal.
  subscribe('offiaccount:push', (event) => {
    const { outcome, MsgType, status } = event as PushEvent;
    pushes.add({ outcome, MsgType, status });
  });
  subscribe('offiaccount:delivery', (event) => {
    const { outcome, degraded, attempt, ms } = event as DeliveryEvent;
    deliveries.add({ outcome, degraded, attempt });
    answerTime.observe({ outcome }, ms);
  });
  subscribe('offiaccount:api', (event) => {
    const { endpoint, outcome, errcode, reason, ms } = event as ApiEvent;
    calls.add({ endpoint, outcome, errcode, reason });
    callTime.observe({ endpoint }, ms);
  });

  const all = [pushes, deliveries, answerTime, calls, callTime];
  return (_req, res) => {
    res.type('text/plain; version=0.0.4').send(`${all.map((each) => each.text()).join('\n')}\n`);
  };
}
