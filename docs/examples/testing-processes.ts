import express from 'express';
import { createApi, createForm, inOrder, memoryStore, session, wechat } from 'offiaccount';
import { movableClock, simulate } from 'offiaccount/testing';

const appId = 'wx0123456789abcdef';
const token = 'testToken';

const booking = createForm('booking', {
  version: 1,
  fields: {
    people: { ask: '几位？', read: (text) => /^[1-9]\d?$/.test(text) && Number(text) },
    time: { ask: '几点到？', choices: ['18:00', '19:00'] },
  },
  done: ({ people, time }) => `订好了：${people} 位，${time}。`,
});

it('goes on with the booking when the process ends', async () => {
  const clock = movableClock();
  const store = memoryStore(clock); // one clock for all: the store, WeChat and the bot
  const simulator = simulate(
    {
      start: ({ clock, transport, keeps }) => {
        const own = keeps(store);
        const api = createApi({ appId, appSecret: 'any', store: own, transport, clock });
        const wx = wechat({ appId, token, store: own, api, clock })
          .use(inOrder({ store: own }), session({ store: own }), booking)
          .text('预约', booking.begin);
        return express().use(wx);
      },
    },
    { appId, token, clock },
  );
  const alice = simulator.user('alice');

  await alice.says('预约');
  simulator.restart(); // handlers at work end, connections break
  await alice.says('3'); // the next process goes on

  simulator.disturb('dies-before-answer');
  const answer = alice.says('18:00'); // the session is stored, the answer is not: WeChat delivers the message again
  await clock.advance(10_000);
  expect((await answer).reply).toMatchObject({ Content: '订好了：3 位，18:00。' });
  await simulator.close();
});
