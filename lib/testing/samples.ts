import { randomInt } from 'node:crypto';
import { events } from '../model/events';
import { messages } from '../model/messages';
import { id, number, text } from '../model/shape';
import type { Shape } from '../model/shape';
import type { PushFields } from './push';

const media = 'kP3vN8sXq1ZtR5yLw7BhDf0cJgM4uAeT9iVoS2nYxKaC6bQrWzEjUmH-lG_pFdOI';
const thumb = 'Tn5xC1mVbQ8rLzKs0dHfYw3JgPu7iAeE2oRtNq4XyBkMhZcWlSvDjG9a6U-_FpIO';
const picture = 'http://mmbiz.qpic.cn/mmbiz_jpg/sample/0';
const ticket = 'gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2sample';
const place = {
  Location_X: 23.134521,
  Location_Y: 113.358803,
  Scale: 20,
  Label: '广州市海珠区客村艺苑路 12 号',
};

/** What tests and people like to see; every other field is made up from the tables. */
const SAMPLES: Readonly<Record<string, PushFields>> = {
  text: { Content: '你好' },
  image: { PicUrl: picture, MediaId: media },
  voice: { MediaId: media, Format: 'amr', MediaId16K: thumb },
  video: { MediaId: media, ThumbMediaId: thumb },
  shortvideo: { MediaId: media, ThumbMediaId: thumb },
  location: place,
  link: {
    Title: '公众平台官网链接',
    Description: '公众平台官网链接',
    Url: 'https://mp.weixin.qq.com/?a=1&b=2',
  },
  file: { Title: 'report.pdf', Description: '16KB', FileTotalLen: 16_384 },
  subscribe: { EventKey: '' },
  unsubscribe: { EventKey: '' },
  SCAN: { EventKey: '123', Ticket: ticket },
  LOCATION: { Latitude: 23.137466, Longitude: 113.352425, Precision: 119.385 },
  VIEW: { EventKey: 'https://example.com/' },
  scancode_push: { ScanCodeInfo: { ScanType: 'qrcode', ScanResult: 'https://example.com/?id=1' } },
  scancode_waitmsg: { ScanCodeInfo: { ScanType: 'qrcode', ScanResult: 'https://example.com/?id=1' } },
  location_select: { SendLocationInfo: { ...place, Poiname: '' } },
  TEMPLATESENDJOBFINISH: { MsgID: '200163836', Status: 'success' },
  MASSSENDJOBFINISH: { MsgID: '1000001625', Status: 'send success' },
};

/** Made-up fields of a message type, with a `MsgId` of its own where the type has one. */
export function sampleMessage(type: string): PushFields {
  const { MsgId, ...fields } = sample(messages, type);
  return Object.hasOwn(messages, type) && MsgId === undefined ? fields : { ...fields, MsgId: nextMsgId() };
}

/** Made-up fields of an event. */
export const sampleEvent = (name: string): PushFields => sample(events, name);

const sample = (table: Readonly<Record<string, Shape>>, name: string): PushFields => ({
  ...(Object.hasOwn(table, name) && madeUp(table[name] ?? {})),
  ...(Object.hasOwn(SAMPLES, name) && SAMPLES[name]),
});

function madeUp(shape: Shape): PushFields {
  const fields: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(shape)) {
    if (typeof item !== 'function') fields[name] = madeUp(item);
    else if (item.optional === true) continue;
    else if (item === number) fields[name] = 1;
    else if (item === text || item === id) fields[name] = `sample-${name}`;
    // Lists and elements that WeChat wraps now and then: read as empty when they are missing.
  }
  return fields;
}

// A random start, so that two processes with one store do not share ids.
const firstId = 24_000_000_000_000_000n + BigInt(randomInt(2 ** 47));
let ids = 0n;

/** A `MsgId`: 17 digits, never the same twice. */
const nextMsgId = (): string => String(firstId + ids++);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** An openid: `o` and 27 letters, digits, `-` or `_`. */
export const newOpenid = (): string =>
  `o${Array.from({ length: 27 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')}`;
