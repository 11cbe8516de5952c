import express from 'express';
import { wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import { bookings } from './booking-form';

/** What alice sees when she books a table, says something odd, and comes back too late. */
export async function playBooking(): Promise<readonly (string | undefined)[]> {
  const account = { appId: 'wx0123456789abcdef', token: 'token' };
  const app = express();
  const simulator = simulate(app, account);
  app.use(wechat({ ...account, clock: simulator.clock }).use(bookings()));
  const alice = simulator.user('alice');
  const seen: (string | undefined)[] = [];
  for (const text of ['预约', '很多', '3', '2', '跳过', '确认', '预约']) {
    const { reply } = await alice.says(text);
    seen.push(reply?.MsgType === 'text' ? reply.Content : reply?.MsgType);
  }
  await simulator.clock.advance(31 * 60_000);
  const { reply } = await alice.says('3');
  seen.push(reply?.MsgType === 'text' ? reply.Content : undefined);
  await simulator.close();
  return seen;
}
