import express from 'express';
import { mailbox, memoryStore, reply, wechat } from 'offiaccount';
import { fakeStream, simulate } from 'offiaccount/testing';

it('keeps the rest of a long answer for a tap', async () => {
  const account = { appId: 'wx0123456789abcdef', token: 'testToken' };
  const app = express();
  const simulator = simulate(app, account);
  const { clock } = simulator;
  const store = memoryStore(clock);
  const sentences = Array.from({ length: 150 }, (_, i) => `第 ${i + 1} 句：明前茶在清明以前采，芽头嫩。`);
  app.use(
    wechat({ ...account, kind: 'personal', store, clock })
      .use(mailbox({ store })) // a personal account may not send of its own accord
      .text(() => reply.stream(fakeStream(sentences, { clock, every: 10 }))),
  );

  const alice = simulator.user('alice');
  const answer = alice.says('说说茶');
  await clock.advance(20_000); // milliseconds of the model, none of yours
  expect((await answer).reply).toMatchObject({ Content: expect.stringContaining('继续') as string });

  await alice.taps('继续');
  expect(alice.sees()).toHaveLength(2);
  await simulator.close();
});
