import type { Router } from 'offiaccount';
import type { SimulatedUser, Simulator } from 'offiaccount/testing';
import { playWith } from './accounts';

/** Somebody who talks to it, over HTTP; what they see is text, or the type of what is none. */
export interface Talker {
  readonly simulator: Simulator;
  readonly alice: SimulatedUser;
  readonly says: (content: string) => Promise<string | undefined>;
  readonly seen: (seen: ReturnType<SimulatedUser['sends']>) => Promise<string | undefined>;
}

export function talkTo(bot: Router): Talker {
  const { simulator, wx } = playWith();
  wx.use(bot);
  const alice = simulator.user('alice');
  const seen = async (pending: ReturnType<SimulatedUser['sends']>) => {
    const { reply } = await pending;
    return reply?.MsgType === 'text' ? reply.Content : reply?.MsgType;
  };
  return { simulator, alice, seen, says: (content) => seen(alice.says(content)) };
}
