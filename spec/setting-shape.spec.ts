import express from 'express';
import { cloudRunAuth, ConfigError, createApi, createPlatform, platform, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';

const appId = 'wx0123456789abcdef';
const appSecret = '0123456789abcdef0123456789abcdef';
const encodingAESKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const account = { appId, token: 'testToken', appSecret, encodingAESKey };
const calling = { componentAppId: appId, componentAppSecret: appSecret };
const whole = { ...calling, token: 'testToken', encodingAESKey };

/** The message of a ConfigError, if there is one. */
function complaint(begin: () => unknown): string {
  try {
    begin();
    return 'none';
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message;
  }
}

const ACCOUNT = '微信开发者平台 → 基础信息';
const PLATFORM = '微信开放平台 → 管理中心 → 第三方平台 → 详情';
const APP_ID = '"wx" and 16 hexadecimal digits';

/** What can be pasted where something else belongs. */
const PASTED = {
  originalId: 'gh_0123456789ab',
  appId,
  appSecret,
  encodingAESKey,
  url: 'https://shop.example.com/wechat',
  long: 'canary'.repeat(6),
  quoted: `'canary'`,
  doubleQuoted: '"canary"',
  placeholder: '<canary>',
  chinese: '密钥密钥密钥',
} as const;

describe('a value that cannot be that of its setting', () => {
  const begins = {
    wechat: (over: object) => wechat({ ...account, ...over }),
    createApi: (over: object) => createApi({ appId, appSecret, ...over }),
    platform: (over: object) => platform({ ...whole, ...over }),
    createPlatform: (over: object) => createPlatform({ ...calling, ...over }),
    cloudRunAuth: (over: object) => cloudRunAuth({ appId, ...over }),
    simulate: (over: object) => simulate(express(), { ...account, ...over }),
  };
  const rows: readonly [keyof typeof begins, string, readonly (keyof typeof PASTED)[], string, string][] = [
    [
      'wechat',
      'appId',
      ['originalId', 'appSecret', 'encodingAESKey', 'url', 'chinese', 'quoted'],
      APP_ID,
      ACCOUNT,
    ],
    [
      'wechat',
      'appSecret',
      ['originalId', 'appId', 'encodingAESKey', 'url'],
      '32 hexadecimal digits',
      ACCOUNT,
    ],
    [
      'wechat',
      'token',
      ['originalId', 'encodingAESKey', 'url', 'chinese', 'quoted', 'doubleQuoted', 'placeholder'],
      '3 to 32 letters',
      ACCOUNT,
    ],
    ['wechat', 'encodingAESKey', ['originalId', 'appId', 'appSecret', 'url', 'long'], '43 letters', ACCOUNT],
    ['wechat', 'componentAppId', ['originalId', 'appSecret', 'encodingAESKey', 'url'], APP_ID, PLATFORM],
    ['createApi', 'appId', ['originalId', 'appSecret', 'encodingAESKey', 'url'], APP_ID, ACCOUNT],
    ['createApi', 'appSecret', ['originalId', 'appId', 'encodingAESKey', 'url'], '32 hex', ACCOUNT],
    ['createApi', 'componentAppId', ['originalId', 'appSecret', 'url'], APP_ID, PLATFORM],
    ['platform', 'componentAppId', ['originalId', 'appSecret', 'encodingAESKey', 'url'], APP_ID, PLATFORM],
    ['platform', 'componentAppSecret', ['originalId', 'appId', 'encodingAESKey', 'url'], '32 hex', PLATFORM],
    ['platform', 'token', ['originalId', 'encodingAESKey', 'url', 'quoted'], '3 to 32 letters', PLATFORM],
    ['platform', 'encodingAESKey', ['originalId', 'appId', 'appSecret', 'url', 'long'], '43', PLATFORM],
    ['createPlatform', 'componentAppId', ['originalId', 'appSecret', 'url'], APP_ID, PLATFORM],
    ['createPlatform', 'componentAppSecret', ['originalId', 'appId', 'url'], '32 hex', PLATFORM],
    ['simulate', 'appId', ['originalId', 'appSecret', 'encodingAESKey', 'url', 'quoted'], APP_ID, ACCOUNT],
    ['simulate', 'token', ['originalId', 'encodingAESKey', 'url', 'quoted'], '3 to 32 letters', ACCOUNT],
    ['cloudRunAuth', 'appId', ['originalId', 'appSecret', 'encodingAESKey', 'url'], APP_ID, ACCOUNT],
  ];
  const cases = rows.flatMap(([caller, name, pasted, shape, where]) =>
    pasted.map((what) => [caller, name, what, shape, where] as const),
  );

  it.each(cases)('is refused: %s({ %s: <%s> })', (caller, name, what, shape, where) => {
    const value = PASTED[what];
    const message = complaint(() => begins[caller]({ [name]: value }));
    expect(message).toContain(`"${name}" must be ${shape}`);
    const isSecret = name.endsWith('Secret');
    const shows = isSecret ? 'shows it only once, when it is set or reset' : 'shows it';
    expect(message).toContain(`The console ${shows}: ${where}`);
    // Like its neighbours: those of wechat() and simulate() name the setting alone.
    const isNamed = !['wechat', 'simulate'].includes(caller) && name !== 'token' && name !== 'encodingAESKey';
    expect(message.startsWith(isNamed ? `${caller}(): "` : '"')).toBe(true);
    expect(message).not.toContain(value);
  });

  it.each([
    ['encodingAESKey', `${encodingAESKey}=`, 'it has other characters, and it is 44 long now'],
    ['encodingAESKey', `${encodingAESKey}A`, 'it is 44 long now'],
    ['encodingAESKey', encodingAESKey.slice(1), 'it is 42 long now'],
    ['encodingAESKey', `${encodingAESKey.slice(1)}-`, 'it has other characters'],
    ['encodingAESKey', appSecret, 'this looks like an AppSecret'],
    ['appId', '密钥', 'it has other characters'],
    ['appId', '<appid>', 'it has other characters'],
    ['appId', 'x'.repeat(129), 'it is 129 long now'],
    ['token', '"t"', 'it has other characters'],
    ['token', encodingAESKey, 'this looks like an EncodingAESKey'],
  ])('is described by what is wrong: %s %s', (name, value, why) => {
    expect(complaint(() => wechat({ ...account, [name]: value }))).toContain(`; ${why}. The console`);
  });

  it.each(['token', 'encodingAESKey'])(
    'is looked for at the platform that serves the account: %s',
    (name) => {
      const served = { appId, componentAppId: 'wx9b27d3e05c8fa146', token: 'testToken', encodingAESKey };
      expect(complaint(() => wechat({ ...served, [name]: PASTED.url }))).toContain(PLATFORM);
    },
  );
});

describe('a value that WeChat would take, or that is made up for a spec', () => {
  it.each([
    { token: 'abc' },
    { token: 'a'.repeat(32) },
    // A Token may look like anything of letters and digits.
    { token: appId },
    { token: appSecret },
    { token: 'test-token_1' },
    { token: 'my.token' },
    { token: 'weixin@2015' },
    { token: 'to+ken/with=signs&more' },
    { token: 'canary'.repeat(6) },
    { token: 'x'.repeat(42) },
    { appId: 'wx.test' },
    { appId: 'wx:test/1' },
    { appSecret: 'my.secret!' },
    { token: ['newToken', 'formerToken'] },
    { appId: 'wx1' },
    { appId: 'wx-second' },
    { appSecret: 'any' },
    { appSecret: 'canary-secret-0123456789' },
    { encodingAESKey: [encodingAESKey, '0'.repeat(43)] },
  ])('is taken: %j', (over) => {
    expect(complaint(() => wechat({ ...account, ...over }))).toBe('none');
    // Which signs with one token, and one key.
    const [first] = Object.entries<string | readonly string[]>({ ...over }).map(([name, value]) => ({
      [name]: typeof value === 'string' ? value : value[0],
    }));
    expect(complaint(() => simulate(express(), { ...account, ...first }))).toBe('none');
  });
});
