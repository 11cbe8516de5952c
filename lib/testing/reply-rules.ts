import { WECHAT_MAX_TEXT } from '../model/cut-text';
import type { Data, Field } from '../wire/data';
import { invalidReply } from './invalid-reply-error';

/** Checks one field of a reply and yields its value; `undefined` = leave it out. */
type Rule = (value: Field | undefined, name: string) => unknown;

type Rules = Readonly<Record<string, Rule>>;

/** There, and text; may be empty. */
const given: Rule = (value, name) => {
  if (value === undefined) throw invalidReply('field-missing', { field: name });
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) throw invalidReply('field-repeated', { field: name, count: value.length });
  throw invalidReply('field-has-elements', { field: name });
};

const filled: Rule = (value, name) => {
  const text = given(value, name);
  if (text === '') throw invalidReply('field-empty', { field: name });
  return text;
};

const short: Rule = (value, name) => {
  const text = filled(value, name);
  const bytes = Buffer.byteLength(String(text));
  if (bytes > WECHAT_MAX_TEXT)
    throw invalidReply('field-too-long', { field: name, bytes, most: WECHAT_MAX_TEXT });
  return text;
};

const count: Rule = (value, name) => {
  const text = String(filled(value, name));
  if (!/^\d+$/.test(text)) throw invalidReply('field-not-a-number', { field: name });
  return Number(text);
};

const optional =
  (rule: Rule): Rule =>
  (value, name) =>
    value === undefined ? undefined : rule(value, name);

const element =
  (rules: Rules): Rule =>
  (value, name) => {
    if (value === undefined) throw invalidReply('field-missing', { field: name });
    if (typeof value === 'string') throw invalidReply('field-has-no-elements', { field: name });
    if (Array.isArray(value)) throw invalidReply('field-repeated', { field: name, count: value.length });
    // Neither text nor a list: an element.
    return follow(rules, value as Data);
  };

const list =
  (rules: Rules): Rule =>
  (value, name) => {
    if (value === undefined) throw invalidReply('field-missing', { field: name });
    return [value].flat().map((each) => element(rules)(each, name));
  };

const device = { DeviceType: filled, DeviceID: filled, SessionID: filled };

/** What each kind of reply holds (page: 被动回复用户消息). */
export const replyRules = new Map<string, Rules>(
  Object.entries({
    text: { Content: short },
    image: { Image: element({ MediaId: filled }) },
    voice: { Voice: element({ MediaId: filled }) },
    video: { Video: element({ MediaId: filled, Title: optional(given), Description: optional(given) }) },
    // By the page ThumbMediaId is required; it works without.
    music: {
      Music: element({
        Title: optional(given),
        Description: optional(given),
        MusicUrl: optional(given),
        HQMusicUrl: optional(given),
        ThumbMediaId: optional(filled),
      }),
    },
    news: {
      ArticleCount: count,
      Articles: element({ item: list({ Title: filled, Description: given, PicUrl: given, Url: filled }) }),
    },
    transfer_customer_service: { TransInfo: optional(element({ KfAccount: filled })) },
    device_text: { ...device, Content: filled },
    device_event: { ...device, Content: filled },
    device_status: { DeviceType: filled, DeviceID: filled, DeviceStatus: filled },
    hardware: { HardWare: element({ MessageView: given, MessageAction: given }), FuncFlag: given },
  }),
);

/** The header of every reply. */
export const headerRules: Rules = {
  ToUserName: filled,
  FromUserName: filled,
  CreateTime: count,
  MsgType: filled,
};

/**
 * Checks the fields that `rules` name and yields them; others mean nothing to WeChat.
 *
 * @throws {Invalid}
 */
export function follow(rules: Rules, data: Data): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const value = check(rule, name, data);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function check(rule: Rule, name: string, data: Data): unknown {
  try {
    return rule(data[name], name);
  } catch (error) {
    const twin = Object.keys(data).find((each) => each.toLowerCase() === name.toLowerCase());
    if (twin !== undefined && twin !== name)
      throw invalidReply('field-spelling', { field: name, found: twin });
    throw error;
  }
}
