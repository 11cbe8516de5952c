import type { ApiCall, FakeApi, SeenMessage } from 'offiaccount/testing';

// Compiled, not run: each line that must not compile says so.
export function types(api: FakeApi, call: ApiCall, seen: SeenMessage): unknown[] {
  // @ts-expect-error a typo in a fault
  api.fail('/cgi-bin/token', 'reset-befor');
  // @ts-expect-error a fault says something
  api.fail('/cgi-bin/token', {});
  // @ts-expect-error codes are numbers
  api.fail('/cgi-bin/token', { errcode: '45009' });
  // @ts-expect-error there are two scopes
  api.authorize('alice', 'snsapi_login');
  // @ts-expect-error what was called does not change
  api.calls[0] = call;
  // @ts-expect-error there may be no menu
  const button: unknown = api.menu.button;
  // A reply, or what was sent by a call: both read the same.
  const content: string | undefined = seen.MsgType === 'text' ? seen.Content : undefined;
  const via: string | undefined = seen.MsgType === 'text' && 'via' in seen ? seen.via : undefined;
  const title = seen.MsgType === 'news' ? seen.Articles.item[0]?.Title : undefined;
  // @ts-expect-error a call may have no answer
  const errcode: number = call.errcode;
  return [button, content, via, title, errcode];
}

it('compiles', () => {
  expect(typeof types).toBe('function');
});
