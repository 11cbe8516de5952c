import { createRouter } from 'offiaccount';
import { contextOf } from '../support/context';

describe('a misspelt name in a program without types', () => {
  let warn: jest.SpyInstance;
  beforeEach(() => (warn = jest.spyOn(process, 'emitWarning').mockImplementation()));
  afterEach(() => warn.mockRestore());
  const fn = () => undefined;

  it.each([
    ['event', 'subcribe', 'Did you mean "subscribe"'],
    ['event', 'CLIK', 'Did you mean "CLICK"'],
    ['event', 'kf_creat_session', 'Did you mean "kf_create_session"'],
    ['event', ['subscribe', 'scann'], 'Did you mean "SCAN"'],
    ['event', 'text', 'It is a name for router.on()'],
    ['on', 'txt', 'Did you mean "text"'],
    ['on', 'vioce', 'Did you mean "voice"'],
    ['on', 'events', 'Did you mean "event"'],
    ['on', 'subscribe', 'It is a name for router.event()'],
    ['notice', 'autorized', 'Did you mean "authorized"'],
  ] as const)('brings a warning at the start: %s(%j)', (method, names, hint) => {
    const router = createRouter() as unknown as Record<typeof method, (names: unknown, fn: unknown) => void>;
    router[method](names, fn);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining(hint),
      expect.objectContaining({ code: 'OFFIACCOUNT_UNKNOWN_NAME' }),
    );
  });

  it('brings none when it is right, is spelled as WeChat has spelled it, or is like no other', () => {
    createRouter()
      .event(['subscribe', 'CLICK'], fn)
      .event('scan' as never, fn)
      .event('FREEPUBLISHJOBFINISH' as never, fn)
      .event('brand_new_thing_of_tomorrow' as never, fn)
      .on(['text', 'event', 'notice'], fn)
      .on('Text' as never, fn)
      .notice('authorized', fn);
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('notice()', () => {
  const notice = (InfoType: string) => contextOf({ MsgType: '', AppId: 'wx1', InfoType });
  const router = createRouter()
    .notice(['authorized', 'updateauthorized'], ({ message }) => `${message.InfoType} ${message.PreAuthCode}`)
    .notice('unauthorized', ({ message }) => message.InfoType)
    .notice(({ message }) => `other ${message.InfoType}`);

  it.each([
    ['authorized', 'authorized '],
    ['updateauthorized', 'updateauthorized '],
    ['unauthorized', 'unauthorized'],
    ['component_verify_ticket', 'other component_verify_ticket'],
    ['one_of_tomorrow', 'other one_of_tomorrow'],
  ])('takes notices by InfoType: %s', async (InfoType, answer) => {
    expect(await router.dispatch(notice(InfoType))).toBe(answer);
  });

  it('takes no event', async () => {
    expect(await router.dispatch(contextOf({ MsgType: 'event', Event: 'authorized' }))).toBeUndefined();
  });
});
