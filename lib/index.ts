/**
 * The middleware, the router, replies, the API client and the stores:
 * `import { createRouter, wechat } from 'offiaccount'`.
 *
 * @module offiaccount
 */
export { wechat } from './wechat';
export type { WeChat } from './wechat';
export { platform } from './platform';
export { createRouter } from './router/router';
export { reply } from './answers/reply';
export { mailbox } from './answers/mailbox';
export { pictureOf } from './answers/pictures/picture-of';
export { plainText } from './answers/plain-text';
export { splitText } from './model/split-text';
export { tap } from './model/tap';
export { createApi } from './api/client';
export { createPlatform } from './component/create-platform';
export { memoryStore } from './store/memory';
export { redisStore } from './store/redis';
export { relay } from './relay/relay';
export { follow } from './api/relay/follow';
export { createServer } from './server';
export { session } from './plugins/session';
export { inOrder } from './plugins/in-order';
export { createForm } from './plugins/conversation/form';
export { createDialogue } from './plugins/conversation/dialogue';
export { atMostOnce } from './plugins/at-most-once';
export { merge } from './plugins/merge';
export { limit } from './plugins/limit';
export { createLedger } from './plugins/ledger';
export { webAuth } from './web/web-auth';
export { chatLogin } from './web/chat-login';
export { cloudRunAuth } from './web/cloud-run-auth';
export { jsSdkConfig } from './web/js-sdk';
export { verificationFile } from './web/verification-file';
export { digits, download, get, post, upload } from './api/request';
export type { CloudRunConfig, WeChatConfig } from './config';
export type { Answer, Chosen, Context, Handler, Next, Session, State } from './router/context';
export type { Matched, Router, Scanned, UserMessage } from './router/routes';
export type {
  DeviceEventMessage,
  DeviceTextMessage,
  EventMap,
  EventMessage,
  EventName,
  FileMessage,
  ImageMessage,
  LinkMessage,
  LocationMessage,
  Message,
  MessageMap,
  MessageType,
  MiniProgramPageMessage,
  NoticeMap,
  NoticeMessage,
  NoticeName,
  ShortVideoMessage,
  TextMessage,
  VideoMessage,
  VoiceMessage,
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
export {
  ApiError,
  ConfigError,
  DecryptError,
  ParseError,
  SignatureError,
  TransportError,
  WeChatError,
} from './errors';
export { hintFor } from './hints';
export type { AnyWeChatError, ApiCredential, TransportReason, WeChatErrorCode } from './errors';
export type { Api, ApiOptions, CallOptions, CardExt, CardToSign, SignedPage } from './api/client';
export type {
  ApiRequest,
  AppSecretFields,
  Download,
  FileData,
  FileInput,
  NamedFile,
  Part,
  Query,
  RequestOptions,
} from './api/request';
export type { HttpRequest, HttpResponse, Proxy, Transport } from './api/transport';
export { StoreError } from './store/store';
export type { Store } from './store/store';
export type {
  Account,
  AccountInfo,
  AccountOptions,
  AuthorizationUrlOptions,
  Platform,
  PlatformApi,
  PlatformConfig,
  PlatformOptions,
} from './component/types';
export type { AccountRecord, AccountStatus, AccountStore, AuthorizerKind } from './store/platforms';
export type { SessionOptions } from './plugins/session';
export type { Ledger, SendQuota } from './plugins/ledger';
export type { LedgerOptions } from './plugins/ledger-settings';
export type { AccountKind } from './model/account-kinds';
export type { ServiceDeed } from './model/service-deeds';
export type { CallObserver } from './api/observer';
export type { InOrderOptions } from './plugins/in-order';
export type { ConversationOptions } from './plugins/conversation/options';
export type { Conversation } from './plugins/conversation/conversation';
export type { Form, FormOptions, FormTools } from './plugins/conversation/form';
export type {
  AskedType,
  Choices,
  Fillable,
  FormAnswers,
  FormField,
  FormFields,
  MessageAsked,
} from './plugins/conversation/fields';
export type { Dialogue, DialogueOptions, DialogueScript } from './plugins/conversation/dialogue';
export type { Ask, DialogueTools, Once } from './plugins/conversation/tools';
export type { MergeOptions } from './plugins/merge';
export type { LimitOptions, LimitReached } from './plugins/limit';
export type { LimitName } from './plugins/limit-record';
export type { MergedPart } from './router/merged';
export type { SignedInHandler, WebAuth } from './web/web-auth';
export type { RequireOptions, UserKeep, WebAuthOptions } from './web/web-auth-options';
export type { SignedIn, WebScope, WebUser } from './web/user';
export type { ChatLogin } from './web/chat-login';
export type { ChatLoginOptions } from './web/chat-login-options';
export type { CloudRunAuth, CloudRunAuthOptions } from './web/cloud-run-auth';
export type { JsSdkConfig, JsSdkConfigOptions } from './web/js-sdk';
export type { RelayOptions } from './relay/relay';
export type { FollowOptions } from './api/relay/follow';
export type { RelayAddress } from './api/relay/settings';
export type { RedisStoreOptions } from './store/redis';
export type * from './api/types';
export type { DeliveryStats } from './inbound/delivery';
export type {
  ApiEvent,
  DeliveryEvent,
  DeliveryOutcome,
  DiagnosticsMap,
  HandlerErrorEvent,
  PushEvent,
} from './diagnostics';
export type { Mailbox } from './answers/mailbox';
export type { MailboxOptions } from './answers/mailbox-settings';
export type { UserPicture } from './answers/pictures/picture-of';
export type { PlainTextOptions } from './answers/plain-text';
export type { StreamSource } from './answers/source';
export type { StreamAnswer, StreamOptions } from './answers/stream-answer';
export type { Texts } from './model/texts';
export type { AfterWork, PlainAnswer } from './router/context';
export type { TapOptions } from './model/tap';
export type { Logger, LogFields } from './logger';
export type { Clock } from './clock';
