import { mayDo } from '../testing/api/rights';
import { menuFor } from '../testing/api/endpoints/menu';
import { mediaOf } from '../testing/api/endpoints/file-host';
import { temporaryMedia } from '../testing/api/endpoints/media';
import { pictureUrl } from '../testing/api/hosted';
import { sampleFile } from '../testing/api/media-file';
import type { MediaFile } from '../testing/api/media-file';
import type { SimulatorInternals } from '../testing/internals';
import type { SeenMessage } from '../testing';
import type { UserAction } from './run-action';
import { CommandError } from './command-error';
import { placeFields, tapped } from './menu';
import type { AnyButton } from './menu';
import type { ChatAction, Place, UserCommand } from './protocol';

/** What stands in the chat, and what it pushes, if anything. */
export interface PlannedAction {
  readonly action: ChatAction;
  readonly call?: UserAction;
  /** What WeChat shows of itself, without asking the account. */
  readonly shows?: SeenMessage;
}

type Media = Extract<UserCommand, { type: 'send' }>['kind'];

const SOMEWHERE: Place = {
  latitude: 30.243,
  longitude: 120.15,
  scale: 16,
  label: '杭州市西湖区龙井路 1 号',
  name: '西湖',
};

/** What a command of a user comes to. Pictures that users send are at `origin`. */
export function planActions(
  command: UserCommand,
  { account, userRecords }: SimulatorInternals,
  origin: string,
): PlannedAction[] {
  switch (command.type) {
    case 'say': {
      const { content } = command;
      return [{ action: { type: 'text', content }, call: { does: 'says', content } }];
    }
    case 'send':
      return [sent(command.kind, command.file)];
    case 'sendLocation':
      return [located(command.place)];
    case 'sendLink': {
      const { title, description, url } = command;
      const fields = { Title: title, Description: description, Url: url };
      return [
        { action: { type: 'link', title, description, url }, call: { does: 'sends', type: 'link', fields } },
      ];
    }
    case 'follow': {
      const scene = command.scene === undefined ? {} : { scene: command.scene };
      return [{ action: { type: 'follow', ...scene }, call: { does: 'follows', ...scene } }];
    }
    case 'unfollow':
      return [{ action: { type: 'unfollow' }, call: { does: 'unfollows' } }];
    case 'scan': {
      const { scene } = command;
      return [{ action: { type: 'scan', scene }, call: { does: 'scans', scene } }];
    }
    case 'tapMenu':
      return tap(command);
    case 'tapMessageMenu': {
      const { id, content } = command;
      const fields = { Content: content, bizmsgmenuid: id };
      return [{ action: { type: 'text', content }, call: { does: 'sends', type: 'text', fields } }];
    }
    case 'reportLocation': {
      if (!mayDo(account.kind(), 'location')) throw CommandError.because('no-location-reports');
      const { latitude: Latitude, longitude: Longitude } = command.place;
      return [event('LOCATION', { Latitude, Longitude, Precision: 30 })];
    }
    case 'subscribe': {
      const SubscribeStatusString = command.accept ? 'accept' : 'reject';
      const List = { TemplateId: command.templateId, SubscribeStatusString, PopupScene: '0' };
      return [event('subscribe_msg_popup_event', { SubscribeMsgPopupEvent: { List } })];
    }
    case 'trigger':
      return [event(command.event, command.fields ?? {})];
  }

  function event(name: string, fields: Readonly<Record<string, unknown>>): PlannedAction {
    return { action: { type: 'event', event: name }, call: { does: 'triggers', event: name, fields } };
  }

  function located(place: Place): PlannedAction {
    return {
      action: { type: 'location', place },
      call: { does: 'sends', type: 'location', fields: placeFields(place) },
    };
  }

  /** The id and file of a media: one that was uploaded, else a sample. */
  function media(kind: Media, id?: string): MediaFile & { readonly id: string } {
    const type = kind === 'shortvideo' ? 'video' : kind;
    if (id === undefined) {
      const sample = sampleFile(type);
      return { ...sample, id: account.part(temporaryMedia).put(sample) };
    }
    const file = mediaOf(account, id);
    if (file === undefined) throw CommandError.because('no-file', { id });
    if (file.type !== type) throw CommandError.because('other-file', { type });
    return { ...file, id };
  }

  function sent(kind: Media, file?: string): PlannedAction {
    const { id, filename } = media(kind, file);
    const more: Readonly<Record<Media, object>> = {
      image: { PicUrl: pictureUrl(origin, id) },
      voice: { Format: filename.split('.').at(-1), MediaId16K: id },
      video: {},
      shortvideo: {},
    };
    const call: UserAction = { does: 'sends', type: kind, fields: { MediaId: id, ...more[kind] } };
    return { action: { type: kind, mediaId: id }, call };
  }

  function tap(asked: Extract<UserCommand, { type: 'tapMenu' }>): PlannedAction[] {
    const { openid, path, scanned = 'https://example.com/', files, place = SOMEWHERE } = asked;
    const person = userRecords.get(openid);
    const menu = person && menuFor(account, person);
    const [first = -1, second] = path;
    const top = menu?.button[first];
    const button = second === undefined ? top : top?.sub_button[second];
    if (menu === undefined || button === undefined || path.length > 2 || button.sub_button.length > 0)
      throw CommandError.because('no-button');
    // As the fake API has checked it.
    const pressed = button as unknown as AnyButton;
    const pictures =
      pressed.type?.startsWith('pic_') === true ? (files ?? [undefined]).map((id) => media('image', id)) : [];
    const call = tapped(pressed, menu.menuid, { scanned, pictures, place });
    const name = call?.does === 'clicks' ? 'CLICK' : call?.does === 'triggers' ? call.event : undefined;
    const action: ChatAction = {
      type: 'menu',
      button: pressed.name,
      ...(name !== undefined && { event: name }),
    };
    const shows = pressed.type === 'media_id' ? materialMessage(String(pressed.media_id)) : undefined;
    return [
      { action, ...(call && { call }), ...(shows && { shows }) },
      ...pictures.map(({ id }) => sent('image', id)),
      ...(pressed.type === 'location_select' ? [located(place)] : []),
    ];
  }

  /** A permanent media as a message. */
  function materialMessage(id: string): SeenMessage | undefined {
    const file = mediaOf(account, id);
    if (file?.type === 'image') return { MsgType: 'image', Image: { MediaId: id } };
    if (file?.type === 'voice') return { MsgType: 'voice', Voice: { MediaId: id } };
    return file && { MsgType: 'video', Video: { MediaId: id } };
  }
}
