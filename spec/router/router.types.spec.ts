import { createRouter, reply } from 'offiaccount';
import type { Answer, Context, EventMessage, Handler, Message, Reply } from 'offiaccount';

/*
 * What the compiler must accept and refuse. Nothing here is run but the last line: `npm run types` is the test, since an
 * unused @ts-expect-error is an error too.
 */

declare module 'offiaccount' {
  interface EventMap {
    /** Added by a user. */
    spec_event: { readonly SpecKey: string };
  }
  interface State {
    specUser?: { readonly name: string };
  }
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

export const types = (): void => {
  const router = createRouter();

  // A type or an event narrows the message.
  router.text(({ message }) => is<Equal<typeof message.Content, string>>() && message.MsgId);
  router.image(({ message }) => reply.image(message.MediaId));
  router.location(({ message }) => is<Equal<typeof message.Location_X, number>>() && message.Label);
  router.event('CLICK', ({ message }) => is<Equal<typeof message.Event, 'CLICK'>>() && message.EventKey);
  router.event(
    ['subscribe', 'SCAN'],
    ({ message }) => is<Equal<typeof message.Event, 'subscribe' | 'SCAN'>>() && 'x',
  );
  router.event(({ message }) => (message.Event === 'LOCATION' ? String(message.Latitude) : undefined));
  router.on(['image', 'voice'], ({ message }) => message.MediaId);
  router.on('event', ({ message }) => message.Event);
  router.on('notice', ({ message }) =>
    message.InfoType === 'authorized' ? message.AuthorizationCode : message.AppId,
  );
  router.use(({ message }) => (message.MsgType === 'text' ? message.Content : message.FromUserName));
  router.video(
    ({ message }) => is<Equal<typeof message.MsgType, 'video' | 'shortvideo'>>() && message.ThumbMediaId,
  );

  // Words and patterns say what matched.
  router.text(['help', '帮助'], ({ match }) => is<Equal<typeof match, 'help' | '帮助'>>() && match);
  router.text('help', ({ match }) => is<Equal<typeof match, 'help'>>() && match);
  router.text(/a/, ({ match }) => is<Equal<typeof match, RegExpExecArray>>() && match[0]);
  router.click('KEY', ({ match }) => is<Equal<typeof match, 'KEY'>>() && match);
  router.click(/^K/, ({ match, message }) => is<Equal<typeof match, RegExpExecArray>>() && message.EventKey);
  router.scan('1', ({ scene }) => is<Equal<typeof scene, string>>() && scene);
  const words: readonly string[] = ['a'];
  router.text(words, ({ match }) => match);

  // Declaration merging adds an event, and names state.
  router.event(
    'spec_event',
    ({ message, state }) => is<Equal<typeof message.SpecKey, string>>() && state.specUser?.name,
  );
  is<Equal<EventMessage<'spec_event'>['MsgType'], 'event'>>();

  // A handler written apart fits where its message comes.
  const general: Handler = async (_ctx, next) => next();
  const click: Handler<Context<EventMessage<'CLICK'>>> = ({ message }) => message.EventKey;
  router.use(general).event('CLICK', click, general).text(general);

  // @ts-expect-error a typo in an event name does not compile
  router.event('subcribe', () => 'x');
  // @ts-expect-error nor in one of several
  router.event(['subscribe', 'scann'], () => 'x');
  // @ts-expect-error nor in a type
  router.on('txt', () => 'x');
  // @ts-expect-error an event is no message type
  router.on('CLICK', () => 'x');
  // @ts-expect-error a field of another type is not there
  router.image(({ message }) => message.Content);
  // @ts-expect-error nor of another event
  router.event('CLICK', ({ message }) => message.Ticket);
  // @ts-expect-error a handler for clicks is none for everything
  router.use(click);
  // @ts-expect-error an answer is text, a reply or nothing
  router.text(() => 42);
  // @ts-expect-error a reply has WeChat's shape
  router.text(() => ({ MsgType: 'text', content: 'x' }));
  // @ts-expect-error matched words are those that were given
  router.text(['a', 'b'], ({ match }) => (match === 'c' ? 'x' : undefined));
  // @ts-expect-error messages are not written to
  router.text(({ message }) => void (message.Content = 'x'));
  // @ts-expect-error text() has no scene
  router.text('a', ({ scene }) => scene);

  is<Equal<Message<'text'>['CreateTime'], number>>();
  is<Equal<Extract<Answer, object>, Reply | AsyncIterable<string>>>();
};

it('is checked by the compiler', () => {
  expect(typeof types).toBe('function');
});
