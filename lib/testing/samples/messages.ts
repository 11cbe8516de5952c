import type { PushFields } from '../push-types';
import { appid, media, picture, place, thumb } from './values';

/** Fields of message types, besides `MsgId`. */
export const messageSamples: Readonly<Record<string, PushFields>> = {
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
  file: {
    Title: 'report.pdf',
    Description: '16KB',
    FileKey: 'BAAAAAAAAADk3x9Q',
    FileMd5: '95d98d3bf1b251a9e4a40f3bd88eef29',
    FileTotalLen: 16_384,
  },
  miniprogrampage: {
    Title: '示例小程序',
    AppId: appid,
    PagePath: 'pages/index/index',
    ThumbUrl: picture,
    ThumbMediaId: thumb,
  },
  device_text: { DeviceID: '1700000017', SessionID: '480129', Content: 'aGVsbG8=' },
  device_event: { Event: 'bind', DeviceID: '1700000017', SessionID: '480129', Content: 'aGVsbG8=' },
};
