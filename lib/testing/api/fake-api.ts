import type { HttpRequest, HttpResponse } from '../../api/transport';
import type { Seen } from '../seen';
import type { ConfiguredPage, SignatureVerdict } from './check-signature';
import type { ApiCall } from './call';
import type { ApiFault, CallMatch } from './fault';
import type { Button } from './menu-button';
import type { SampleAnswer, SampleName } from './samples';

/** What a user agrees to on a page. */
export type OauthScope = 'snsapi_base' | 'snsapi_userinfo';

/** What can be different about a user who agrees on a page. */
export interface AuthorizeSettings {
  /**
   * It is the snapshot page (快照页): its user is a virtual one, with another openid each time. Default false.
   */
  readonly snapshot?: boolean;
  /**
   * The code is of no use: older than five minutes (42003), exchanged already (40163), or none of WeChat's
   * (40029). Default: it is good.
   */
  readonly code?: 'expired' | 'used' | 'wrong';
}

/** Calls the fake API within the process: `createApi({ …, transport: simulator.api.transport })`. */
export type FakeTransport = (request: Omit<HttpRequest, 'maxBytes'>) => Promise<HttpResponse>;

/**
 * The API of the simulated account, and what a test may do to it. It shares the users of the simulator, and
 * plays every call of `createApi()`. Another path answers 40066; `fail(path, { status: 200, body })` answers
 * in its place.
 */
export interface FakeApi {
  /**
   * Its origin, for `createApi({ host })`. The server starts with the first question, on a free port of this
   * machine.
   */
  url(): Promise<string>;
  /** The same within the process, for `createApi({ transport })`. */
  readonly transport: FakeTransport;
  /** The last 1,000 calls, in order, with what was answered. */
  readonly calls: readonly ApiCall[];
  /**
   * Makes calls go wrong: the next one that matches, or the next `times`. What it returns takes that back.
   *
   * `api.fail('/cgi-bin/tags/create', { errcode: -1 }, { times: 2 })`
   */
  fail(match: CallMatch, fault: ApiFault, options?: { readonly times?: number }): () => void;
  /**
   * Says what is in a picture or a recording: what that call of the account answers from now on, in place of
   * a sample answer of WeChat's pages. Takes the calls of `ocr` and `image`, `voice.queryRecoResultForText`
   * and `voice.translateContent`. What it returns takes that back.
   *
   * `api.answers('ocr.bankcard', { number: '6222131234567890123' })`
   */
  answers<N extends SampleName>(name: N, answer: SampleAnswer<N>): () => void;
  /**
   * Ends all access tokens of the account, or of the platform that it is, as when another program asks for
   * one.
   */
  revokeToken(): void;
  /** The menu the app has created; absent while there is none. */
  readonly menu: { readonly button: readonly Button[] } | undefined;
  /**
   * A user agrees on a page: the code that the page gets, for one use within five minutes. Default
   * `snsapi_userinfo`.
   */
  authorize(openid: string, scope?: OauthScope, settings?: AuthorizeSettings): string;
  /**
   * What `wx.config` says to a page: `config:ok`; `config:invalid url domain` where `jsDomains` of the
   * account are others; or `config:invalid signature` with the reason. Give it what your server has signed,
   * and the address that the client sees:
   * `api.checkSignature({ ...config, url: page.url, platform: 'ios' })`.
   */
  checkSignature(page: ConfiguredPage): SignatureVerdict;
  /**
   * The owner of the account lets a third-party platform act for it: the `authorization_code` that the
   * platform gets. The platform is a simulator that shares this API. Every set of permissions is granted.
   */
  authorizePlatform(componentAppId: string): string;
  /** Gives the account a template, with `{{name.DATA}}` where values go. Returns its id. */
  addTemplate(template: NewTemplate): string;
  /** A user comments on an article of a publication or mass message. Returns the `user_comment_id`. */
  addComment(comment: NewComment): string;
  /**
   * A user agrees to one message on the page of `onetimeSubscription.authorizeUrl(…)`. Returns the address to
   * which WeChat then leads the browser: your `redirect_url` with `openid`, `template_id`, `action`, `scene`
   * and `reserved`.
   */
  confirmSubscription(openid: string, authorizeUrl: string): string;
  /**
   * A user chooses all their open invoices on a page: what the page gets of `wx.chooseInvoice`. Where no
   * account of this API has inserted one, an invoice is made up.
   */
  chooseInvoice(openid: string): readonly ChosenInvoice[];
  /**
   * Puts a file into the media store, as when a user sends it: give its id and `url` to
   * `user.sends('image', { MediaId: media_id, PicUrl: url })`. Its name says what it is: JPG, PNG, GIF, BMP,
   * AMR, MP3 or MP4.
   */
  addMedia(file: NewMedia): Promise<AddedMedia>;
  /**
   * The key of the packages of `marketcode.applyCodeDownload`, which WeChat sends by mail: 16 characters, for
   * AES-128-CBC, and the IV as well.
   */
  readonly marketcodeKey: string;
  /**
   * A user scans a code of a thing (一物一码), given by itself or by its link: the `code_ticket` that the mini
   * program gets, for `marketcode.ticketToCode`.
   *
   * @throws {ConfigError} The account has no such code.
   */
  scanMarketcode(openid: string, code: string): string;
  /**
   * What came of the events that calls have set off so far, such as `TEMPLATESENDJOBFINISH`, once they are
   * delivered.
   */
  events(): Promise<readonly Seen[]>;
}

/** A template to give to the account. */
export interface NewTemplate {
  readonly content: string;
  /** Default: a new one. */
  readonly template_id?: string;
  readonly title?: string;
  /** `'template'`, the default, for template messages (模板消息); `'subscribe'` for subscriptions (订阅通知). */
  readonly kind?: 'template' | 'subscribe';
}

/** An invoice that a user has chosen on a page. */
export interface ChosenInvoice {
  readonly card_id: string;
  readonly encrypt_code: string;
}

/** A file of a user. */
export interface NewMedia {
  /** With its extension, in lower case. */
  readonly filename: string;
  readonly data: Buffer;
}

/** A file in the media store. */
export interface AddedMedia {
  /** Works for three days. */
  readonly media_id: string;
  /** Where a picture can be downloaded. */
  readonly url: string;
}

/** A comment of a user. */
export interface NewComment {
  readonly msg_data_id: string;
  /** Which article, counted from 0; the first by default. */
  readonly index?: number;
  readonly openid: string;
  readonly content: string;
}
