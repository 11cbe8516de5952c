import { get, post } from '../request';

/** A keyword of a public template. */
export interface TemplateKeyword {
  readonly kid: number;
  readonly name: string;
  readonly example: string;
  /** The kind of value it takes, such as `thing`. */
  readonly rule: string;
}

/** A public template. */
export interface PublicTemplate {
  readonly tid: number;
  readonly title: string;
  /** 2: one message per subscription, 3: long-term. */
  readonly type: number;
  /** Comes as a number or as text. */
  readonly categoryId: number | string;
}

/** A template of the account. */
export interface SubscribeTemplate {
  readonly priTmplId: string;
  readonly title: string;
  readonly content: string;
  /** 2: one message per subscription, 3: long-term. */
  readonly type: number;
  readonly example: string;
  /** The values allowed for keywords that have a fixed list. */
  readonly keywordEnumValueList?: readonly {
    readonly keywordCode: string;
    readonly enumValueList: readonly string[];
  }[];
}

/** A subscription message to send. */
export interface SubscribeMessage {
  /** The user's openid. */
  readonly touser: string;
  readonly template_id: string;
  /** The web page a tap opens. */
  readonly page?: string;
  /** The mini program a tap opens. */
  readonly miniprogram?: { readonly appid: string; readonly pagepath: string };
  /** The values by the names in the template, such as `thing1` or `date2`. */
  readonly data: Readonly<Record<string, { readonly value: string }>>;
}

/** Notices a user has subscribed to (订阅通知). Service accounts only. */
export const subscribeMessage = {
  /**
   * Takes a public template into the account (选用模板). `kidList` has 2 to 5 keyword ids in the order shown;
   * `sceneDesc` at most 15 characters.
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 选用模板 — `POST /wxaapi/newtmpl/addtemplate`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  addTemplate: (body: {
    /** Sent as text. */
    readonly tid: number | string;
    readonly kidList: readonly number[];
    readonly sceneDesc: string;
  }) =>
    post<{ readonly priTmplId: string }>('/wxaapi/newtmpl/addtemplate', { ...body, tid: String(body.tid) }),

  /**
   * Removes a template from the account (删除模板).
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 删除模板 — `POST /wxaapi/newtmpl/deltemplate`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  deleteTemplate: (priTmplId: string) => post<void>('/wxaapi/newtmpl/deltemplate', { priTmplId }),

  /**
   * Lists the account's service categories (获取类目).
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 获取类目 — `GET /wxaapi/newtmpl/getcategory`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  getCategory: () =>
    get<{ readonly data: readonly { readonly id: number; readonly name: string }[] }>(
      '/wxaapi/newtmpl/getcategory',
    ),

  /**
   * Lists the keywords of a public template (获取模板中的关键词).
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 获取模板中的关键词 — `GET /wxaapi/newtmpl/getpubtemplatekeywords`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  getPubTemplateKeywords: (tid: number | string) =>
    get<{ readonly data: readonly TemplateKeyword[]; readonly count: number }>(
      '/wxaapi/newtmpl/getpubtemplatekeywords',
      { tid },
    ),

  /**
   * Lists the public templates of some categories (获取类目下的公共模板). `ids` are category ids joined by commas, or
   * one; `start` counts from 0; `limit` is at most 30.
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 获取类目下的公共模板 — `GET /wxaapi/newtmpl/getpubtemplatetitles`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  getPubTemplateTitles: (query: {
    readonly ids: number | string;
    readonly start: number;
    readonly limit: number;
  }) =>
    get<{ readonly data: readonly PublicTemplate[]; readonly count: number }>(
      '/wxaapi/newtmpl/getpubtemplatetitles',
      query,
    ),

  /**
   * Lists the templates of the account (获取已有模板列表).
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 获取已有模板列表 — `GET /wxaapi/newtmpl/gettemplate`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  getTemplateList: () => get<{ readonly data: readonly SubscribeTemplate[] }>('/wxaapi/newtmpl/gettemplate'),

  /**
   * Sends a message to a user who subscribed to it, and uses up one subscription (发送订阅通知). 43101 when the
   * user has none left. Whether it arrived comes as the event `subscribe_msg_sent_event`.
   *
   * Official path: 基础消息与订阅通知 / 订阅通知 / 发送订阅通知 — `POST /cgi-bin/message/subscribe/bizsend`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Subscription_Messages/api.html
   */
  send: (body: SubscribeMessage) => post<void>('/cgi-bin/message/subscribe/bizsend', body),
};
