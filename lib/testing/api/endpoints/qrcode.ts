import { file, page } from '../answer';
import { publicEndpoint, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyObject, keep, number, object, oneOf, optional, text } from '../fields';
import type { Limit } from '../fields';
import { randomText } from '../ids';
import { LIMITS } from '../limits';
import { drawCode } from '../picture';
import { BoundedMap } from '../bounded-map';

interface Qrcode {
  readonly ticket: string;
  readonly scene: string;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MAX_PERMANENT = 100_000;

/** The QR codes an account has made. */
export const qrcodes = ({ clock }: FakeAccount) => {
  const codes = new BoundedMap<Qrcode>(MAX_PERMANENT);
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

/** The scene of a code: text, or a number. */
function sceneOf(scene: object, isText: boolean, ids: Limit): string {
  if (isText) {
    const given = 'scene_str' in scene ? scene.scene_str : undefined;
    const size = typeof given === 'string' ? Array.from(given).length : 0;
    keep(LIMITS.sceneStr, size, 'action_info.scene.scene_str');
    return String(given);
  }
  const given = 'scene_id' in scene ? scene.scene_id : undefined;
  const isWhole = typeof given === 'number' && Number.isInteger(given);
  keep(ids, isWhole ? given : NaN, 'action_info.scene.scene_id');
  return String(given);
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
      const ids = isPermanent ? LIMITS.permanentSceneId : LIMITS.sceneId;
      const scene = sceneOf(action_info.scene, action_name.includes('STR'), ids);
      if (!isPermanent) keep(LIMITS.codeSeconds, expire_seconds, 'expire_seconds');
      const { ticket, url } = account.part(qrcodes).create(scene, isPermanent ? Infinity : expire_seconds);
      return isPermanent ? { ticket, url } : { ticket, expire_seconds, url };
    },
    { perDay: 100_000 },
  ),

  // A page of mp.weixin.qq.com.
  publicEndpoint(
    'qrcode.show',
    'GET',
    '/cgi-bin/showqrcode',
    { ticket: text },
    ({ context, fields: { ticket } }) =>
      context.accounts.some((account) => account.part(qrcodes).has(ticket))
        ? file(drawCode(ticket), 'image/png')
        : page(404),
  ),
];
