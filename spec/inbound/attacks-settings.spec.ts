import { ConfigError, wechat } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';
import { account } from '../support/push';

const { appId, token, encodingAESKey } = account;
const right = { appId, token, encodingAESKey };

/** A value that no message may repeat. */
const SECRET = 'Canary7';

const bad: [string, unknown, unknown][] = [
  ['token', 'missing', undefined],
  ['token', 'null', null],
  ['token', 'empty', ''],
  ['token', 'spaces', '   '],
  ['token', 'a space in it', `${SECRET} token`],
  ['token', 'a line break at its end', `${SECRET}\n`],
  ['token', 'a number', 1234567],
  ['token', 'true', true],
  ['token', 'an object', { token: SECRET }],
  ['token', 'an empty list', []],
  ['token', 'a list with an empty one', [SECRET, '']],
  ['token', 'a list with a hole', [SECRET, undefined]],
  ['token', 'a list in a list', [[SECRET]]],
  ['appId', 'missing', undefined],
  ['appId', 'empty', ''],
  ['appId', 'a space before it', ` ${SECRET}`],
  ['appId', 'a number', 7],
  ['appId', 'an empty list', []],
  ['appSecret', 'set, but undefined', undefined],
  ['appSecret', 'empty', ''],
  ['appSecret', 'a line break at its end', `${SECRET}\r\n`],
  ['appSecret', 'a number', 7],
  ['encodingAESKey', 'set, but undefined', undefined],
  ['encodingAESKey', 'null', null],
  ['encodingAESKey', 'empty', ''],
  ['encodingAESKey', 'a character short', `${SECRET}${'x'.repeat(35)}`],
  ['encodingAESKey', 'a character long', `${SECRET}${'x'.repeat(37)}`],
  ['encodingAESKey', 'its padding', `${SECRET}${'x'.repeat(36)}=`],
  ['encodingAESKey', 'a space in it', `${SECRET} ${'x'.repeat(35)}`],
  ['encodingAESKey', 'a line break at its end', `${SECRET}${'x'.repeat(36)}\n`],
  ['encodingAESKey', 'a sign that is no letter or digit', `${SECRET}${'x'.repeat(35)}+`],
  ['encodingAESKey', 'a buffer', Buffer.alloc(32, 7)],
  ['encodingAESKey', 'an empty list', []],
  ['encodingAESKey', 'a list with a short one', [encodingAESKey, SECRET]],
  ['encodingAESKey', 'a list with an empty one', [encodingAESKey, '']],
  ['allowPlaintext', 'text', 'true'],
  ['allowPlaintext', 'a number', 1],
  ['allowPlaintext', 'null', null],
  ['bodyLimit', 'NaN', NaN],
  ['bodyLimit', 'Infinity', Infinity],
  ['bodyLimit', 'negative', -1],
  ['bodyLimit', '0', 0],
  ['bodyLimit', 'a byte too few', 1023],
  ['bodyLimit', 'a byte too many', 1_048_577],
  ['bodyLimit', 'a fraction', 2000.5],
  ['bodyLimit', 'text', '100kb'],
  ['bodyLimit', 'digits as text', '262144'],
  ['maxAge', 'NaN', NaN],
  ['maxAge', 'Infinity', Infinity],
  ['maxAge', 'negative', -1],
  ['maxAge', 'a fraction', 0.5],
  ['maxAge', 'text', '5m'],
  ['maxAge', 'longer than messages are remembered', 600_001],
  ['onError', 'text', SECRET],
  ['onLate', 'an object', {}],
  ['logger', 'a function', () => undefined],
  ['logger', 'text', 'console'],
  ['clock', 'text', 'now'],
];

describe('A46 wechat() does not start', () => {
  it.each(bad)('when "%s" is %s', (name, _what, value) => {
    const config = { ...right, [name as keyof WeChatConfig]: value };
    const start = () => wechat(config);
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(`"${name}"`);
    for (const part of [SECRET, appId, token, encodingAESKey]) expect(start).not.toThrow(part);
  });

  it.each(['placeholder'])('when "%s" is no reply', (name) => {
    for (const value of [42, true, {}, [], { MsgType: 'x' }]) {
      const start = () => wechat({ ...right, [name]: value });
      expect(start).toThrow(ConfigError);
      expect(start).toThrow(`"${name}"`);
    }
  });

  it.each([
    ['encodingAesKey', 'encodingAESKey'],
    ['aesKey', undefined],
    ['appid', 'appId'],
    ['Token', 'token'],
    ['mode', undefined],
    ['maxage', 'maxAge'],
    ['constructor', undefined],
    ['toString', undefined],
  ])('with a setting that it does not know: %s', (name, meant) => {
    const start = () => wechat({ ...right, [name]: SECRET });
    expect(start).toThrow(ConfigError);
    expect(start).toThrow(`"${name}"`);
    if (meant !== undefined) expect(start).toThrow(`Did you mean "${meant}"?`);
    expect(start).not.toThrow(SECRET);
  });

  it.each([undefined, null, 'wx', 7, true, () => right])('with %p in place of its settings', (config) => {
    expect(() => wechat(config as unknown as WeChatConfig)).toThrow(ConfigError);
  });

  it('with settings that are only inherited', () => {
    expect(() => wechat(Object.create(right) as WeChatConfig)).toThrow('"token"');
  });
});

describe('A46 wechat() starts', () => {
  it.each<[string, Partial<WeChatConfig>]>([
    ['with as little as it needs', {}],
    [
      'with several tokens and keys',
      { token: ['new', 'old'], encodingAESKey: [encodingAESKey, 'x'.repeat(43)] },
    ],
    ['with the smallest body', { bodyLimit: 1024 }],
    ['with the largest body', { bodyLimit: 1_048_576 }],
    ['without an age', { maxAge: 0 }],
    ['with a placeholder', { placeholder: 'wait' }],
    ['with a reply for a placeholder', { placeholder: { MsgType: 'text', Content: 'wait' } }],
    ['with the console', { logger: console }],
  ])('%s', (_what, config) => {
    expect(() => wechat({ appId, token, ...config })).not.toThrow();
  });

  it('takes a setting that is undefined for one that is not given', () => {
    const settings: unknown = { appId, token, bodyLimit: undefined, maxAge: undefined, logger: undefined };
    expect(() => wechat(settings as WeChatConfig)).not.toThrow();
  });

  it.each(['appId', 'token', 'encodingAESKey', 'appSecret'])(
    'refuses %s when it is undefined: a forgotten variable must not turn encryption off',
    (name) => {
      const settings: unknown = { appId, token, [name]: undefined };
      expect(() => wechat(settings as WeChatConfig)).toThrow(new RegExp(`"${name}".*environment variable`));
    },
  );
});
