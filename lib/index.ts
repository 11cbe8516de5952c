export { wechat } from './wechat';
export type { WeChat } from './wechat';
export { createRouter } from './router/router';
export { reply } from './model/replies';
export { createServer } from './server';
export type { WeChatConfig } from './config';
export type { Answer, Context, Handler, Next, State } from './router/context';
export type { Matched, Router } from './router/router';
export type {
  EventMap,
  EventMessage,
  EventName,
  Message,
  MessageMap,
  MessageType,
  NoticeMap,
  NoticeMessage,
  NoticeName,
} from './model/message';
export type {
  Article,
  ImageReply,
  MusicOptions,
  MusicReply,
  NewsReply,
  Reply,
  ReplyArticle,
  TextReply,
  TransferReply,
  VideoOptions,
  VideoReply,
  VoiceReply,
} from './model/replies';
export { ConfigError, DecryptError, ParseError, SignatureError, WeChatError } from './errors';
export type { AnyWeChatError, WeChatErrorCode } from './errors';
export type { DeliveryStats } from './inbound/delivery';
export type { Logger, LogFields } from './logger';
export type { Clock } from './clock';
