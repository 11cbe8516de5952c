import express from 'express';
import { createServer, redisStore, wechat } from 'offiaccount';
import type { WeChat } from 'offiaccount';
import request from 'supertest';
import { account, push, textOf } from '../support/push';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const { appId, token } = account;

let redis: RedisServer;
let processes: WeChat[];
let starts: number;
let done: (answer: string) => void;

describeWithRedis()('a Redis that stands still for a moment', () => {
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());
  beforeEach(() => {
    starts = 0;
    const answer = new Promise<string>((resolve) => (done = resolve));
    const logger = { warn: () => undefined, error: () => undefined };
    processes = ['first', 'second'].map(() =>
      wechat({ appId, token, logger, store: redisStore(redis.connect()) }).text(() => {
        starts++;
        return answer;
      }),
    );
  });
  afterEach(() => Promise.all(processes.map((wx) => wx.close())));

  it('and is left alone for a second has no message begun again that another process runs', async () => {
    const [first, second] = processes.map((wx) => createServer(express().use(wx)));
    const messages = Array.from({ length: 5 }, () => push());
    const deliver = (server: typeof first) =>
      messages.map(({ url, body, headers }) =>
        request(server!)
          .post(url)
          .set(headers)
          .send(body)
          .then(({ text }) => textOf(text, 'Content')),
      );
    const answers = deliver(first);
    await until(() => starts === messages.length);
    answers.push(...deliver(second));
    await sleep(300);
    // Long enough for each of the deliveries that wait to ask in vain.
    redis.freeze();
    await sleep(300);
    redis.thaw();
    await sleep(2000);
    done('once');
    expect(await Promise.all(answers)).toEqual(Array(10).fill('once'));
    expect(starts).toBe(messages.length);
  });
});
