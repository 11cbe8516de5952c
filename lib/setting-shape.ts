import { ConfigError } from './errors';

/** Where the values of an account are shown. */
const OF_ACCOUNT = '微信开发者平台 → 基础信息';
/** Where the values of a third-party platform are shown. */
const OF_PLATFORM = '微信开放平台 → 管理中心 → 第三方平台 → 详情';

/** Values that are pasted into the wrong setting, and what they are. */
const OTHERS = {
  'an original id (原始ID)': /^gh_\w+$/i,
  'an AppID': /^wx[\da-f]{16}$/,
  'an AppSecret': /^[\da-f]{32}$/i,
  'an EncodingAESKey': /^[A-Za-z\d]{43}$/,
  'an address': /^https?:/i,
} as const;

interface Shape {
  readonly shape: string;
  /** The fewest and the most characters. */
  readonly length: readonly [least: number, most: number];
  /** Where the console shows it: for an account, and for a platform. */
  readonly where: readonly [account: string, platform: string];
  /** What every value has, those of specs included. */
  readonly possible: RegExp;
  /** Other values that have another form, and are taken for it by mistake. */
  readonly mistaken: readonly (keyof typeof OTHERS)[];
}

const APP_ID: Shape = {
  shape: '"wx" and 16 hexadecimal digits',
  length: [18, 18],
  where: [OF_ACCOUNT, OF_PLATFORM],
  possible: /^[\w-]{1,64}$/,
  mistaken: ['an original id (原始ID)', 'an AppSecret', 'an EncodingAESKey', 'an address'],
};

const APP_SECRET: Shape = {
  shape: '32 hexadecimal digits',
  length: [32, 32],
  where: [`${OF_ACCOUNT} → 开发密钥`, OF_PLATFORM],
  possible: /^[\x21-\x7e]{1,128}$/,
  mistaken: ['an original id (原始ID)', 'an AppID', 'an EncodingAESKey', 'an address'],
};

/** The settings whose values WeChat's console shows or asks for. */
const SHAPES = {
  appId: APP_ID,
  componentAppId: APP_ID,
  appSecret: APP_SECRET,
  componentAppSecret: APP_SECRET,
  token: {
    shape: '3 to 32 letters and digits',
    length: [3, 32],
    where: [`${OF_ACCOUNT} → 域名与消息推送配置`, OF_PLATFORM],
    possible: /^[\w-]{1,32}$/,
    mistaken: ['an original id (原始ID)', 'an EncodingAESKey', 'an address'],
  },
  encodingAESKey: {
    shape: '43 letters and digits',
    length: [43, 43],
    where: [`${OF_ACCOUNT} → 域名与消息推送配置`, OF_PLATFORM],
    possible: /^[A-Za-z\d]{43}$/,
    mistaken: ['an original id (原始ID)', 'an AppID', 'an AppSecret', 'an address'],
  },
} satisfies Record<string, Shape>;

/** A setting whose value WeChat's console shows or asks for. */
export type ShapedSetting = keyof typeof SHAPES;

/**
 * Checks that a value can be that of a setting. Made-up values, such as those of specs, pass: they need not
 * have WeChat's exact form. `isPlatform`: the value belongs to a third-party platform.
 *
 * @throws {ConfigError} It cannot. The message names the setting, its shape and its place in the console,
 * never the value.
 */
export function checkShape(
  name: ShapedSetting,
  value: string,
  isPlatform = name.startsWith('component'),
): void {
  const { shape, length: lengths, where, possible, mistaken }: Shape = SHAPES[name];
  const other = mistaken.find((kind) => OTHERS[kind].test(value));
  if (other === undefined && possible.test(value)) return;
  const [least, most] = lengths;
  const { length } = value;
  const why =
    other !== undefined
      ? `this looks like ${other}`
      : length < least || length > most
        ? `it is ${length} long now`
        : 'it has other characters';
  throw new ConfigError(
    `"${name}" must be ${shape}; ${why}. The console shows it: ${where[isPlatform ? 1 : 0]}.`,
  );
}
