import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createServer, redisStore, wechat } from 'offiaccount';
import request from 'supertest';
import { account, push, textOf } from '../support/push';
import { describeWithRedis, startRedis, until, type RedisServer } from '../support/redis';

const { appId, token } = account;

describeWithRedis()('a Redis that stands still for a moment', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.close());

  it('and is left alone for a second has no message begun again that another process runs', async () => {
    let starts = 0;
    let done: (answer: string) => void = () => undefined;
    const answer = new Promise<string>((resolve) => (done = resolve));
    const start = () => {
      const logger = { warn: () => undefined, error: () => undefined };
      const wx = wechat({ appId, token, logger, store: redisStore(redis.connect()) });
      wx.text(() => {
        starts++;
        return answer;
      });
      return { wx, server: createServer(express().use(wx)) };
    };
    const [first, second] = [start(), start()];
    const messages = Array.from({ length: 5 }, () => push());
    const deliver = ({ server }: typeof first) =>
      messages.map(({ url, body, headers }) =>
        request(server)
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
    await Promise.all([first.wx.close(), second.wx.close()]);
  });
});
