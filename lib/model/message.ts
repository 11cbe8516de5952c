import { ParseError } from '../errors';
import type { Data } from '../wire/data';
import { events } from './events';
import { header, messages } from './messages';
import { notices } from './notices';
import { id, numberIn, readShape } from './shape';
import type { Body, Shape } from './shape';

type Bodies<T> = { readonly [K in keyof T]: Body<T[K]> };
type Header = Body<typeof header>;

/** The fields of each message type; add your own by declaration merging. */
export interface MessageMap extends Bodies<typeof messages> {}

/** The fields of each event; add your own by declaration merging. */
export interface EventMap extends Bodies<typeof events> {}

/** The fields of each notice to a third-party platform; add your own by declaration merging. */
export interface NoticeMap extends Bodies<typeof notices> {}

/** `MsgType` of an ordinary message: `'text'`, `'image'`… */
export type MessageType = keyof MessageMap & string;

/** Name of an event as WeChat spells it: `'subscribe'`, `'CLICK'`… */
export type EventName = keyof EventMap & string;

/** `InfoType` of a notice: `'component_verify_ticket'`… */
export type NoticeName = keyof NoticeMap & string;

// Each of these has a name that editors show: one event is `EventOf<'CLICK'>`, one message `TextMessage`.
type EventOf<E extends EventName> = Header & { readonly MsgType: 'event'; readonly Event: E } & EventMap[E];
type NoticeOf<N extends NoticeName> = Header & {
  readonly MsgType: 'notice';
  readonly InfoType: N;
  readonly AppId: string;
} & NoticeMap[N];
type MessageOf<T extends MessageType> = Header & { readonly MsgType: T } & MessageMap[T];

/** 文本消息: what a user wrote. */
export interface TextMessage extends MessageOf<'text'> {}
/** 图片消息: a picture. */
export interface ImageMessage extends MessageOf<'image'> {}
/** 语音消息: a voice message. */
export interface VoiceMessage extends MessageOf<'voice'> {}
/** 视频消息: a video. */
export interface VideoMessage extends MessageOf<'video'> {}
/** 小视频消息: a short video. */
export interface ShortVideoMessage extends MessageOf<'shortvideo'> {}
/** 地理位置消息: a place that a user sent. */
export interface LocationMessage extends MessageOf<'location'> {}
/** 链接消息: a link. */
export interface LinkMessage extends MessageOf<'link'> {}
/** A file. */
export interface FileMessage extends MessageOf<'file'> {}
/** 小程序卡片: a card of a mini program. */
export interface MiniProgramPageMessage extends MessageOf<'miniprogrampage'> {}
/** A message of a device. */
export interface DeviceTextMessage extends MessageOf<'device_text'> {}
/** An event of a device. */
export interface DeviceEventMessage extends MessageOf<'device_event'> {}

/** The message types that have a name of their own; those that a user adds have none. */
interface NamedMessages {
  text: TextMessage;
  image: ImageMessage;
  voice: VoiceMessage;
  video: VideoMessage;
  shortvideo: ShortVideoMessage;
  location: LocationMessage;
  link: LinkMessage;
  file: FileMessage;
  miniprogrampage: MiniProgramPageMessage;
  device_text: DeviceTextMessage;
  device_event: DeviceEventMessage;
}

/** An event push: `EventMessage<'CLICK'>`, or any event without argument. */
export type EventMessage<E extends EventName = EventName> = E extends EventName ? EventOf<E> : never;

/**
 * A notice to a third-party platform. WeChat gives it an `InfoType` instead of a `MsgType`; `'notice'` is
 * ours, and so are the empty `ToUserName` and `FromUserName`. It cannot be replied to.
 */
export type NoticeMessage<N extends NoticeName = NoticeName> = N extends NoticeName ? NoticeOf<N> : never;

/** A push, by type: `Message<'text'>`, `Message<'event'>`, or any push without argument. */
export type Message<T extends MessageType | 'event' | 'notice' = MessageType | 'event' | 'notice'> =
  T extends 'event'
    ? EventMessage
    : T extends 'notice'
      ? NoticeMessage
      : T extends keyof NamedMessages
        ? NamedMessages[T]
        : T extends MessageType
          ? MessageOf<T>
          : never;

/** Fields that decide who is answered and what runs: at most one of each, or the push is refused. */
const SINGLE: ReadonlySet<string> = new Set([
  'ToUserName',
  'FromUserName',
  'CreateTime',
  'MsgType',
  'Event',
  'EventKey',
  'MsgId',
  'InfoType',
  'AppId',
  'AuthorizerAppid',
  'AuthorizationCode',
  'ComponentVerifyTicket',
  'Content',
]);

const unknown = { ...header, MsgType: id } satisfies Shape;
const unknownEvent = { ...unknown, Event: id } satisfies Shape;
const unknownNotice = { ...header, AppId: id, InfoType: id } satisfies Shape;

/**
 * What the tables say of one name, under every spelling: live pushes have `Text`, `scan`,
 * `User_pay_from_pay_cell`.
 */
interface Kind {
  readonly name: string;
  readonly shape: Shape;
}

const kinds = (table: Readonly<Record<string, Shape>>, common: Shape): Map<string, Kind> =>
  new Map(
    Object.entries(table).map(([name, shape]) => [
      name.toLowerCase(),
      { name, shape: { ...common, ...shape } },
    ]),
  );

const messageKinds = kinds(messages, unknown);
const eventKinds = kinds(events, unknownEvent);
const noticeKinds = kinds(notices, unknownNotice);

/**
 * Reads a parsed push as a typed message. `MsgType` and `Event` are spelled as in the tables. Kinds that the
 * tables do not know keep all their fields as text.
 *
 * @throws {ParseError} A field that decides is missing, repeated or holds elements.
 */
export function readMessage(data: Data): Message {
  for (const name in data)
    if (Array.isArray(data[name]) && SINGLE.has(name)) throw new ParseError(`The body repeats <${name}>.`);
  const type = nameIn(data, 'MsgType').toLowerCase();
  if (type === 'event') return readKind(data, type, 'Event', eventKinds, unknownEvent);
  // `notice` is our word for what has no MsgType; a type of that name is a notice that nobody knows.
  if (type !== '' && type !== 'notice') {
    const message = readKind(data, type, 'MsgType', messageKinds, unknown);
    if (message.FromUserName === '' || message.ToUserName === '')
      throw new ParseError('The message does not say from or to whom it is.');
    return message;
  }
  if (type === '' && nameIn(data, 'InfoType') === '') throw new ParseError('The body has no <MsgType>.');
  return readKind(data, 'notice', 'InfoType', noticeKinds, unknownNotice);
}

const nameIn = (data: Data, field: string): string => id(data[field], field, data);

function readKind(
  data: Data,
  type: string,
  field: string,
  table: ReadonlyMap<string, Kind>,
  fallback: Shape,
): Message {
  const name = nameIn(data, field);
  const kind = table.get(name.toLowerCase());
  const message = Object.assign(readShape(kind?.shape ?? fallback, data), {
    [field]: kind?.name ?? name,
    MsgType: type,
  });
  const { CreateTime } = data;
  if (CreateTime !== undefined && numberIn(CreateTime, 'CreateTime') === undefined)
    throw new ParseError('<CreateTime> is not a number.');
  // What the tables know was read by the shape its type is made of; what they do not know is the caller's to
  // check.
  return message as unknown as Message;
}

// One doc version has it, and it is the same event.
const publish = eventKinds.get('publishjobfinish');
if (publish !== undefined) eventKinds.set('freepublishjobfinish', publish);
