import { digits, get, post } from '../request';

/** A template of the account. */
export interface MessageTemplate {
  readonly template_id: string;
  readonly title: string;
  readonly primary_industry: string;
  readonly deputy_industry: string;
  /** The text with its placeholders, such as `{{thing1.DATA}}`. */
  readonly content: string;
  readonly example: string;
}

/** A line of business by its two names. */
export interface Industry {
  readonly first_class: string;
  readonly second_class: string;
}

/** A value of a template. */
export interface TemplateValue {
  readonly value: string;
  /** Ignored since 2023-05-04. */
  readonly color?: string;
}

/** A template message to send. */
export interface TemplateMessage {
  /** The user's openid. */
  readonly touser: string;
  readonly template_id: string;
  /** The page a tap opens, unless there is a `miniprogram`. */
  readonly url?: string;
  /** The mini program a tap opens; wins over `url`. */
  readonly miniprogram?: { readonly appid: string; readonly pagepath: string };
  /** The values by the names in the template, such as `thing1`. */
  readonly data: Readonly<Record<string, TemplateValue>>;
  /** A message with the same id within 10 minutes is not delivered again. At most 32 characters. */
  readonly client_msg_id?: string;
}

/** Which blocked messages to list. */
export interface BlockedTemplateMessageQuery {
  /** Id of the blocked message. */
  readonly tmpl_msg_id: string;
  /** `'0'` for the first page, then the largest `id` seen. */
  readonly largest_id: string;
  /** At most 100. */
  readonly limit: number;
}

/** A template message that WeChat blocked. */
export interface BlockedTemplateMessage {
  readonly id: string;
  readonly tmpl_msg_id: string;
  readonly title: string;
  readonly content: string;
  /** Unix seconds. */
  readonly send_timestamp: number;
  readonly openid: string;
}

/** Notices with a fixed form (模板消息). */
export const templateMessage = {
  /**
   * Sets the lines of business, by their codes (设置所属行业). Once a month. Service accounts only.
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 设置所属行业 — `POST /cgi-bin/template/api_set_industry`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  setIndustry: (industry_id1: string, industry_id2: string) =>
    post<void>('/cgi-bin/template/api_set_industry', { industry_id1, industry_id2 }),

  /**
   * Reads the lines of business (获取设置的行业信息).
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 获取设置的行业信息 — `GET /cgi-bin/template/get_industry`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  getIndustry: () =>
    get<{ readonly primary_industry: Industry; readonly secondary_industry: Industry }>(
      '/cgi-bin/template/get_industry',
    ),

  /**
   * Takes a template from the library into the account (选用模板). `template_id_short` is its number there, such
   * as `TM00015`, or digits only for a template of a category; those need `keyword_name_list`, the keywords
   * in their order.
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 选用模板 — `POST /cgi-bin/template/api_add_template`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  addTemplate: (template_id_short: string, keyword_name_list?: readonly string[]) =>
    post<{ readonly template_id: string }>('/cgi-bin/template/api_add_template', {
      template_id_short,
      keyword_name_list,
    }),

  /**
   * Lists the templates of the account (获取模板列表).
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 获取模板列表 — `GET /cgi-bin/template/get_all_private_template`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  getAllPrivateTemplate: () =>
    get<{ readonly template_list: readonly MessageTemplate[] }>('/cgi-bin/template/get_all_private_template'),

  /**
   * Removes a template from the account (删除模板).
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 删除模板 — `POST /cgi-bin/template/del_private_template`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  deletePrivateTemplate: (template_id: string) =>
    post<void>('/cgi-bin/template/del_private_template', { template_id }),

  /**
   * Sends a template message (发送模板消息). Whether it arrived comes as the event `TEMPLATESENDJOBFINISH` with the
   * same `msgid`. 100,000 a day. 43116 when the template is banned, 43117 when this user got too many.
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 发送模板消息 — `POST /cgi-bin/message/template/send`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  send: (body: TemplateMessage) => post<{ readonly msgid: string }>('/cgi-bin/message/template/send', body),

  /**
   * Lists the template messages that WeChat blocked (查询拦截的模板消息). Documents differ on whether `msginfo` is one
   * message or a list. Service accounts only.
   *
   * Official path: 基础消息与订阅通知 / 模板消息 / 查询拦截的模板消息 — `POST /wxa/sec/queryblocktmplmsg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Template_Message_Interface.html
   */
  queryBlockTmplMsg: (body: BlockedTemplateMessageQuery) =>
    post<{ readonly msginfo: BlockedTemplateMessage | readonly BlockedTemplateMessage[] }>(
      '/wxa/sec/queryblocktmplmsg',
      { ...body, largest_id: digits(body.largest_id) },
      { safe: true },
    ),
};
