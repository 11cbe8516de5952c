import { AsyncLocalStorage } from 'node:async_hooks';
import { context, ROOT_CONTEXT, trace, type Context, type ContextManager } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import express from 'express';
import request from 'supertest';
import { createApi, wechat } from 'offiaccount';
import { simulate, type Simulator } from 'offiaccount/testing';
import { traceWeChat } from '../../docs/examples/opentelemetry';
import { wechatMetrics } from '../../docs/examples/prometheus';

const account = { appId: 'wx4f0c2b9d7e61a853', token: 'canaryTok3n', appSecret: 'canary-app-secret' };

/** The active span goes with the work, as with OpenTelemetry's own manager for Node. */
class Manager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();
  active = () => this.storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (active, fn, self, ...args) =>
    this.storage.run(active, () => fn.call(self!, ...args));
  bind = <T>(_context: Context, target: T) => target;
  enable = () => this;
  disable = () => this;
}

const exporter = new InMemorySpanExporter();
const metrics = wechatMetrics();
const monitoring = express().get('/metrics', metrics);
let simulator: Simulator;

beforeAll(() => {
  context.setGlobalContextManager(new Manager());
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  traceWeChat();
});

afterAll(() => {
  trace.disable();
  context.disable();
});

beforeEach(() => {
  exporter.reset();
  const app = express();
  simulator = simulate(app, account);
  const api = createApi({
    ...account,
    transport: simulator.api.transport,
    clock: simulator.clock,
  });
  const logger = { warn: () => undefined, error: () => undefined };
  const wx = wechat({ appId: account.appId, token: account.token, api, logger, clock: simulator.clock });
  wx.text('tag', async (ctx) => {
    const tracer = trace.getTracer('spec');
    return tracer.startActiveSpan('handler', async (span) => {
      await ctx.api.tag.create('VIP');
      span.end();
      return 'done';
    });
  });
  wx.text('slow', async () => {
    await simulator.clock.sleep(6000);
    return 'at last';
  });
  app.use(wx);
});
afterEach(() => simulator.close());

it('the recipe for OpenTelemetry makes spans of pushes, deliveries and calls', async () => {
  await simulator.user('canary-openid').says('tag');
  const spans = exporter.getFinishedSpans();
  expect(spans.map(({ name }) => name)).toEqual([
    'wechat push text',
    'POST /cgi-bin/stable_token',
    'POST /cgi-bin/tags/create',
    'handler',
    'wechat delivery answered',
  ]);
  const [push, token, call, handler, delivery] = spans;
  expect(push!.attributes).toMatchObject({
    'wechat.outcome': 'accepted',
    'wechat.MsgType': 'text',
    'wechat.format': 'xml',
  });
  expect(call!.attributes).toMatchObject({ 'wechat.outcome': 'ok', 'wechat.attempts': 1 });
  expect(delivery!.attributes).toMatchObject({
    'wechat.outcome': 'answered',
    'wechat.attempt': 1,
    'wechat.delivery': 1,
    'wechat.reply': 'text',
    'wechat.deliveryId': push!.attributes['wechat.deliveryId'],
  });
  expect(delivery!.attributes['wechat.deliveryId']).toMatch(/^[0-9a-f]{64}$/);
  for (const each of [token, call])
    expect(each!.parentSpanContext?.spanId).toBe(handler!.spanContext().spanId);
  for (const { duration, attributes } of spans)
    if (attributes['wechat.ms'] !== undefined)
      expect(duration[0] * 1000 + duration[1] / 1e6).toBeCloseTo(Number(attributes['wechat.ms']), -1);
  expect(
    JSON.stringify(spans.map(({ name, attributes, status }) => [name, attributes, status])),
  ).not.toContain('canary');
});

it('the recipe for OpenTelemetry marks what failed', async () => {
  const logger = { warn: () => undefined, error: () => undefined };
  await request(express().use('/wechat', wechat({ ...account, logger }))).post('/wechat?signature=x');
  expect(exporter.getFinishedSpans()).toEqual([
    expect.objectContaining({ name: 'wechat push refused', status: { code: 2, message: 'refused' } }),
  ]);
});

it('the recipe for Prometheus counts them, in a form that Prometheus reads', async () => {
  const before = await numbers();
  await simulator.user().says('tag');
  await simulator.user().says('tag');
  const slow = simulator.user().says('slow');
  await simulator.clock.advance(10_000);
  await slow;
  const after = await numbers();
  const grown = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  expect(grown('wechat_pushes_total{outcome="accepted",MsgType="text"}')).toBe(4);
  expect(grown('wechat_deliveries_total{outcome="answered",degraded="false",attempt="1"}')).toBe(3);
  expect(grown('wechat_delivery_seconds_bucket{outcome="answered",le="4.5"}')).toBe(3);
  expect(grown('wechat_delivery_seconds_count{outcome="answered"}')).toBe(3);
  expect(grown('wechat_delivery_seconds_bucket{outcome="answered",le="+Inf"}')).toBe(3);
  expect(
    grown('wechat_api_calls_total{endpoint="/cgi-bin/tags/create",outcome="ok"}'),
  ).toBeGreaterThanOrEqual(1);
  expect(grown('wechat_api_call_seconds_count{endpoint="/cgi-bin/tags/create"}')).toBe(2);
  expect([...after.keys()].join()).not.toContain('canary');
});

/** What Prometheus would read: values by name and labels. */
async function numbers(): Promise<Map<string, number>> {
  const { text, type } = await request(monitoring).get('/metrics').expect(200);
  expect(type).toBe('text/plain');
  const lines = text.trimEnd().split('\n');
  for (const line of lines)
    expect(line).toMatch(
      /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([A-Za-z]+="([^"\\\n]|\\.)*",?)+\})? [\d.e+-]+)$/,
    );
  return new Map(
    lines
      .filter((line) => !line.startsWith('#'))
      .map((line) => {
        const at = line.lastIndexOf(' ');
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
  );
}
