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

/** What no value of the console has, made-up ones included: white space, quotes, angle brackets, Chinese. */
const WORD = /^[!#-&(-;=?-~]+$/;

interface Shape {
  readonly shape: string;
  /** Where the console shows it: for an account, and for a platform. */
  readonly where: readonly [account: string, platform: string];
  /** Whether the console shows it only at the moment in which it is made. */
  readonly isShownOnce?: true;
  /** The characters that a value may have, those of specs included. */
  readonly characters: RegExp;
  /** The fewest and the most of them, where no other number works. */
  readonly length?: readonly [least: number, most: number];
  /** Other values that are taken for it by mistake. */
  readonly mistaken: readonly (keyof typeof OTHERS)[];
}

const APP_ID: Shape = {
  shape: '"wx" and 16 hexadecimal digits',
  where: [OF_ACCOUNT, OF_PLATFORM],
  characters: WORD,
  length: [1, 128],
  mistaken: ['an original id (原始ID)', 'an AppSecret', 'an EncodingAESKey', 'an address'],
};

const APP_SECRET: Shape = {
  shape: '32 hexadecimal digits',
  where: [`${OF_ACCOUNT} → 开发密钥`, OF_PLATFORM],
  isShownOnce: true,
  characters: WORD,
  length: [1, 128],
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
    where: [`${OF_ACCOUNT} → 域名与消息推送配置`, OF_PLATFORM],
    characters: WORD,
    mistaken: ['an original id (原始ID)', 'an EncodingAESKey', 'an address'],
  },
  encodingAESKey: {
    shape: '43 letters and digits',
    where: [`${OF_ACCOUNT} → 域名与消息推送配置`, OF_PLATFORM],
    characters: /^[A-Za-z\d]*$/,
    length: [43, 43],
    mistaken: ['an original id (原始ID)', 'an AppID', 'an AppSecret', 'an address'],
  },
} satisfies Record<string, Shape>;

/** A setting whose value WeChat's console shows or asks for. */
export type ShapedSetting = keyof typeof SHAPES;

/** Who has the setting. */
interface Whose {
  /** The function that got it, for the message. */
  readonly caller?: string;
  /** It belongs to a third-party platform. */
  readonly isPlatform?: boolean;
}

/**
 * Checks that a value can be that of a setting. Made-up values, such as those of specs, pass: they need not
 * have WeChat's exact form.
 *
 * @throws {ConfigError} It cannot. The message names the setting, its shape and its place in the console,
 * never the value.
 */
export function checkShape(
  name: ShapedSetting,
  value: string,
  { caller, isPlatform = name.startsWith('component') }: Whose = {},
): void {
  const { shape, where, isShownOnce, ...form }: Shape = SHAPES[name];
  const why = whyNot(value, form);
  if (why === undefined) return;
  const place = where[isPlatform ? 1 : 0];
  throw new ConfigError(
    `${caller === undefined ? '' : `${caller}: `}"${name}" must be ${shape}; ${why}. ${
      isShownOnce
        ? `The console shows it only once, when it is set or reset: ${place}.`
        : `The console shows it: ${place}.`
    }`,
  );
}

function whyNot(
  value: string,
  { characters, length, mistaken }: Pick<Shape, 'characters' | 'length' | 'mistaken'>,
): string | undefined {
  const other = mistaken.find((kind) => OTHERS[kind].test(value));
  if (other !== undefined) return `this looks like ${other}`;
  const [least, most] = length ?? [0, Infinity];
  const reasons = [
    ...(characters.test(value) ? [] : ['it has other characters']),
    ...(value.length >= least && value.length <= most ? [] : [`it is ${value.length} long now`]),
  ];
  return reasons.length === 0 ? undefined : reasons.join(', and ');
}
