import { file, page } from '../answer';
import { open, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyObject, number, object, oneOf, optional, text } from '../fields';
import { randomText } from '../ids';
import { drawCode } from '../picture';
import { Refused } from '../refused';
import { Shelf } from '../shelf';

interface Qrcode {
  readonly ticket: string;
  readonly scene: string;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MONTH = 2_592_000;
const MOST_PERMANENT = 100_000;

/** The QR codes an account has made. */
export const qrcodes = ({ clock }: FakeAccount) => {
  const codes = new Shelf<Qrcode>(MOST_PERMANENT);
  const isAlive = ({ expiresAt }: Qrcode) => expiresAt > clock.now();
  return {
    create(scene: string, seconds: number): Qrcode {
      const ticket = `gQ${randomText(94)}==`;
      const expiresAt = clock.now() + seconds * 1000;
      const code = { ticket, scene, url: `http://weixin.qq.com/q/02${randomText(20)}`, expiresAt };
      codes.set(ticket, code);
      return code;
    },
    /** The ticket of the newest code of that scene which still works. */
    ticketOf: (scene: string): string | undefined =>
      codes.values().findLast((code) => code.scene === scene && isAlive(code))?.ticket,
    /** Those that still work, in the order in which they were made. */
    alive: () => codes.values().filter(isAlive),
    has(ticket: string): boolean {
      const code = codes.get(ticket);
      return code !== undefined && isAlive(code);
    },
  };
};

/** The scene of a code: a number within these bounds, or 1 to 64 characters. */
function sceneOf(scene: object, isText: boolean, most: number): string {
  if (isText) {
    const given = 'scene_str' in scene ? scene.scene_str : undefined;
    if (typeof given === 'string' && given.length >= 1 && given.length <= 64) return given;
    throw new Refused(40053, '"action_info.scene.scene_str" has 1 to 64 characters');
  }
  const given = 'scene_id' in scene ? scene.scene_id : undefined;
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= most)
    return String(given);
  throw new Refused(40053, `"action_info.scene.scene_id" is a number from 1 to ${most}`);
}

/** QR codes that carry a scene (带参数的二维码). */
export const qrcode: readonly Endpoint[] = [
  post(
    'qrcode.create',
    '/cgi-bin/qrcode/create',
    {
      action_name: oneOf(40052, 'QR_SCENE', 'QR_STR_SCENE', 'QR_LIMIT_SCENE', 'QR_LIMIT_STR_SCENE'),
      action_info: object({ scene: anyObject }),
      expire_seconds: optional(number),
    },
    ({ account, fields: { action_name, action_info, expire_seconds = 60 } }) => {
      const isPermanent = action_name.startsWith('QR_LIMIT');
      const most = isPermanent ? MOST_PERMANENT : 2 ** 32 - 1;
      const scene = sceneOf(action_info.scene, action_name.includes('STR'), most);
      if (!isPermanent && (expire_seconds < 1 || expire_seconds > MONTH))
        throw new Refused(40035, `"expire_seconds" is 1 to ${MONTH}`);
      const { ticket, url } = account.of(qrcodes).create(scene, isPermanent ? Infinity : expire_seconds);
      return isPermanent ? { ticket, url } : { ticket, expire_seconds, url };
    },
    { perDay: 100_000 },
  ),

  // A page of mp.weixin.qq.com.
  open('qrcode.show', 'GET', '/cgi-bin/showqrcode', { ticket: text }, ({ world, fields: { ticket } }) =>
    world.accounts.some((account) => account.of(qrcodes).has(ticket))
      ? file(drawCode(ticket), 'image/png')
      : page(404),
  ),
];
