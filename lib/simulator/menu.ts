import { createHash } from 'node:crypto';
import type { UserAction } from './run-action';
import type { MenuButton, Place } from './protocol';

/** What a tap brings along, made complete. */
export interface Tap {
  readonly scanned: string;
  readonly pictures: readonly { readonly id: string; readonly data: Buffer }[];
  readonly place: Place;
}

/** A button, with the fields that the protocol does not name. */
export type AnyButton = MenuButton & Readonly<Record<string, unknown>>;

/** What a tap on a button pushes: `undefined` when WeChat serves it without asking the account. */
export function tapped(button: AnyButton, menuid: number | undefined, tap: Tap): UserAction | undefined {
  const { type = '', key = '', url = '' } = button;
  const personalised = menuid === undefined ? {} : { MenuId: String(menuid) };
  switch (type) {
    case 'click':
      return { does: 'clicks', key };
    case 'view':
      return { does: 'triggers', event: 'VIEW', fields: { EventKey: url, ...personalised } };
    case 'miniprogram': {
      const fields = { EventKey: String(button.pagepath), ...personalised };
      return { does: 'triggers', event: 'view_miniprogram', fields };
    }
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const ScanCodeInfo = { ScanType: 'qrcode', ScanResult: tap.scanned };
      return { does: 'triggers', event: type, fields: { EventKey: key, ScanCodeInfo } };
    }
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin': {
      const item = tap.pictures.map(({ data }) => ({ PicMd5Sum: md5(data) }));
      const SendPicsInfo = { Count: item.length, PicList: { item } };
      return { does: 'triggers', event: type, fields: { EventKey: key, SendPicsInfo } };
    }
    case 'location_select': {
      const SendLocationInfo = { ...placeFields(tap.place), Poiname: tap.place.name ?? '' };
      return { does: 'triggers', event: type, fields: { EventKey: key, SendLocationInfo } };
    }
    default:
      return undefined;
  }
}

const md5 = (data: Buffer): string => createHash('md5').update(data).digest('hex');

/** A place as a push has it. */
export const placeFields = ({ latitude, longitude, scale = 16, label = '' }: Place) => ({
  Location_X: latitude,
  Location_Y: longitude,
  Scale: scale,
  Label: label,
});
