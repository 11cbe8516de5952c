import { cloudRunAuth, ConfigError, createApi, createPlatform, platform, wechat } from 'offiaccount';

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
  chinese: '密钥密钥密钥',
} as const;

describe('a value that cannot be that of its setting', () => {
  const begins = {
    wechat: (over: object) => wechat({ ...account, ...over }),
    createApi: (over: object) => createApi({ appId, appSecret, ...over }),
    platform: (over: object) => platform({ ...whole, ...over }),
    createPlatform: (over: object) => createPlatform({ ...calling, ...over }),
    cloudRunAuth: (over: object) => cloudRunAuth({ appId, ...over }),
  };
  const rows: readonly [keyof typeof begins, string, readonly (keyof typeof PASTED)[], string, string][] = [
    ['wechat', 'appId', ['originalId', 'appSecret', 'encodingAESKey', 'url', 'chinese'], APP_ID, ACCOUNT],
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
      ['originalId', 'encodingAESKey', 'url', 'long', 'chinese'],
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
    ['platform', 'token', ['originalId', 'encodingAESKey', 'url', 'long'], '3 to 32 letters', PLATFORM],
    ['platform', 'encodingAESKey', ['originalId', 'appId', 'appSecret', 'url', 'long'], '43', PLATFORM],
    ['createPlatform', 'componentAppId', ['originalId', 'appSecret', 'url'], APP_ID, PLATFORM],
    ['createPlatform', 'componentAppSecret', ['originalId', 'appId', 'url'], '32 hex', PLATFORM],
    ['cloudRunAuth', 'appId', ['originalId', 'appSecret', 'encodingAESKey', 'url'], APP_ID, ACCOUNT],
  ];
  const cases = rows.flatMap(([caller, name, pasted, shape, where]) =>
    pasted.map((what) => [caller, name, what, shape, where] as const),
  );

  it.each(cases)('is refused: %s({ %s: <%s> })', (caller, name, what, shape, where) => {
    const value = PASTED[what];
    const message = complaint(() => begins[caller]({ [name]: value }));
    expect(message).toContain(`"${name}" must be ${shape}`);
    expect(message).toContain(`The console shows it: ${where}`);
    expect(message).not.toContain(value);
  });

  it.each([
    [`${encodingAESKey}=`, 'it is 44 long now'],
    [`${encodingAESKey.slice(1)}-`, 'it has other characters'],
    [appSecret, 'this looks like an AppSecret'],
  ])('is described', (key, why) => {
    expect(complaint(() => wechat({ ...account, encodingAESKey: ['x'.repeat(43), key] }))).toContain(why);
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
    { token: ['newToken', 'formerToken'] },
    { appId: 'wx1' },
    { appId: 'wx-second' },
    { appSecret: 'any' },
    { appSecret: 'canary-secret-0123456789' },
    { encodingAESKey: [encodingAESKey, '0'.repeat(43)] },
  ])('is taken: %j', (over) => {
    expect(complaint(() => wechat({ ...account, ...over }))).toBe('none');
  });
});
