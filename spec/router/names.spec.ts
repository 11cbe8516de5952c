import { join, resolve } from 'node:path';
import { createRouter } from 'offiaccount';
import ts from 'typescript';
import { contextOf } from '../support/context';

const root = resolve(__dirname, '../..');
const CALLS = [
  "wx.event('subcribe', () => 'x');",
  "wx.event('subscirbe', ({ message }) => message.FromUserName);",
  "wx.event('CLIK', () => 'x');",
  "wx.event('click', () => 'x');",
  "wx.event(['subscribe', 'SCANN'], () => 'x');",
  "wx.event('kf_creat_session', () => 'x');",
  "wx.on('txt', () => 'x');",
  "wx.on(['image', 'vioce'], () => 'x');",
  "wx.on('events', () => 'x');",
  "wx.notice('autorized', () => 'x');",
  "wx.notice(['authorized', 'unauthorised'], () => 'x');",
  "wx.event('nothing of the kind', () => 'x');",
] as const;

/** What the compiler says of each line of a user's program. */
function complaints(): ReadonlyMap<string, string> {
  const file = join(root, 'spec/router/a-users-program.ts');
  const text = ["import type { WeChat } from 'offiaccount';", 'declare const wx: WeChat;', ...CALLS].join(
    '\n',
  );
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name));
  const { options } = ts.parseJsonConfigFileContent(
    config.config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  );
  const host = ts.createCompilerHost(options);
  const real = { ...host };
  host.fileExists = (name) => name === file || real.fileExists(name);
  host.readFile = (name) => (name === file ? text : real.readFile(name));
  host.getSourceFile = (name, language) => {
    const source = host.readFile(name);
    return source === undefined ? undefined : ts.createSourceFile(name, source, language);
  };
  const program = ts.createProgram([file], options, host);
  const lines = text.split('\n');
  return new Map(
    program
      .getSemanticDiagnostics(program.getSourceFile(file))
      .map(({ messageText, start = 0 }) => [
        lines[text.slice(0, start).split('\n').length - 1] ?? '',
        ts.flattenDiagnosticMessageText(messageText, '\n'),
      ]),
  );
}

it('a misspelt name: the compiler speaks of the name, and of the one that was meant', () => {
  const said = complaints();
  expect([...said.keys()]).toEqual(CALLS);
  for (const message of said.values()) expect(message).not.toContain('overload');
  const meant = [...said.values()].map((message) => /Did you mean '(\w+)'\?/.exec(message)?.[1]);
  expect(meant).toEqual([
    'subscribe',
    'subscribe',
    'CLICK',
    'CLICK',
    'SCAN',
    'kf_create_session',
    'text',
    'voice',
    'event',
    'authorized',
    'unauthorized',
    undefined,
  ]);
}, 120_000);

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
