import express from 'express';
import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { redisStore, wechat } from 'offiaccount';
import { fetchHandler } from 'offiaccount/hosts';
import { movableClock, simulate } from 'offiaccount/testing';
import { describeWithRedis, PATIENT, startRedis, type RedisServer } from '../support/redis';
import { serveFetch } from '../support/serve-fetch';
import type { WeChat } from 'offiaccount';

/** What an instance is made of, by the kind of host. */
const HOSTS: Readonly<Record<string, (wx: WeChat) => RequestListener>> = {
  'a function of Express': (wx) => express().set('env', 'test').use('/wechat', wx),
  'a route handler of fetch': (wx) => serveFetch({ '/wechat': fetchHandler(wx) }),
};

/* Functions take one request per instance, so that the three deliveries of a message meet three processes. */
describeWithRedis()('instances that take one request each, with one Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it.each(Object.keys(HOSTS))('of %s bring a slow answer once', async (name) => {
    await redis.connect(PATIENT).flushall();
    const clock = movableClock();
    const runs: number[] = [];
    const made: WeChat[] = [];
    const logger = { warn: () => undefined, error: () => undefined };
    const instance = (): RequestListener => {
      const n = made.length;
      const store = redisStore(redis.connect(PATIENT));
      const wx = wechat({ appId: 'wx1', token: 'token', store, clock, logger });
      wx.text(async ({ message }) => {
        runs.push(n);
        await clock.sleep(7000);
        return `${message.Content} by ${n}`;
      });
      made.push(wx);
      return HOSTS[name]!(wx);
    };
    // A new instance for each request, none of which is told that it will not be asked again.
    const simulator = simulate((req, res) => instance()(req, res), {
      appId: 'wx1',
      token: 'token',
      path: '/wechat',
      clock,
    });
    const story = simulator.user().says('hello');
    // Each instance connects to Redis first, which takes real time.
    for (let ms = 0; ms < 15_000; ms += 250) {
      await clock.advance(250);
      await sleep(10);
    }
    expect(await story).toMatchObject({
      outcome: 'replied',
      reply: { Content: 'hello by 0' },
      deliveries: [{ cut: true }, { status: 200 }],
    });
    expect(made).toHaveLength(2);
    expect(runs).toEqual([0]);
    await simulator.close();
    await Promise.all(made.map((wx) => wx.close()));
  });
});
