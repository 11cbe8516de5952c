import { subscribe } from 'node:diagnostics_channel';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import type { DiagnosticsMap } from 'offiaccount';

const tracer = trace.getTracer('offiaccount');

/** Makes a span of each event on a channel. An event comes when all is over, and says how long it took. */
function spans<N extends keyof DiagnosticsMap>(
  channel: N,
  describe: (event: DiagnosticsMap[N]) => { name: string; kind: SpanKind; failed: boolean },
): void {
  subscribe(channel, (published) => {
    const event = published as DiagnosticsMap[N];
    const { name, kind, failed } = describe(event);
    const end = Date.now();
    const attributes: Attributes = {};
    for (const [key, value] of Object.entries(event)) attributes[`wechat.${key}`] = value as string | number;
    const span = tracer.startSpan(name, { kind, startTime: end - event.ms, attributes });
    if (failed) span.setStatus({ code: SpanStatusCode.ERROR, message: event.outcome });
    span.end(end);
  });
}

/** Call it once, after your OpenTelemetry SDK has started. */
export function traceWeChat(): void {
  spans('offiaccount:push', ({ outcome, MsgType }) => ({
    name: `wechat push ${MsgType ?? outcome}`,
    kind: SpanKind.SERVER,
    failed: outcome === 'refused',
  }));
  spans('offiaccount:delivery', ({ outcome }) => ({
    name: `wechat delivery ${outcome}`,
    kind: SpanKind.INTERNAL,
    failed: outcome === 'shed' || outcome === 'late',
  }));
  spans('offiaccount:api', ({ method, endpoint, outcome }) => ({
    name: `${method} ${endpoint}`,
    kind: SpanKind.CLIENT,
    failed: outcome !== 'ok',
  }));
}
