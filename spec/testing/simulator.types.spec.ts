import type { Express } from 'express';
import { simulate } from 'offiaccount/testing';
import type { Seen, SimulatedUser } from 'offiaccount/testing';

// Compiled, not run: each line that must not compile says so.
export function types(app: Express, alice: SimulatedUser, seen: Seen): unknown[] {
  // @ts-expect-error a token is needed
  simulate(app, {});
  // @ts-expect-error an address is text
  simulate({ url: new URL('http://localhost') }, { token: 'a' });
  // @ts-expect-error such a mode does not exist
  simulate(app, { token: 'a', mode: 'plain' });

  // @ts-expect-error a typo in the name of an event
  void alice.triggers('subcribe');
  // @ts-expect-error an event is no type of message
  void alice.sends('subscribe');
  // @ts-expect-error ids are text
  void alice.sends('image', { MediaId: 5 });
  // @ts-expect-error coordinates are numbers
  void alice.triggers('LOCATION', { Latitude: '23.1' });
  // Fields that the tables do not know, or that are left out on purpose.
  void alice.sends('image', { MediaId: 'm1', PicUrl: undefined, Other: [1] });

  // @ts-expect-error a reply may be of another type
  const content: unknown = seen.reply.Content;
  const narrowed: string | undefined = seen.reply?.MsgType === 'text' ? seen.reply.Content : undefined;
  const count: number | undefined = seen.reply?.MsgType === 'news' ? seen.reply.ArticleCount : undefined;
  // @ts-expect-error a delivery may have no status
  const status: number | undefined = seen.deliveries[0].status;
  return [content, narrowed, count, status];
}

it('compiles', () => {
  expect(typeof types).toBe('function');
});
