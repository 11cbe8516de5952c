import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import { anyObject, list, number, optional, text, within } from '../fields';
import { nextId, randomText } from '../ids';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { fill } from '../template';
import type { Template } from '../template';
import { seenTarget, target } from './template-message';

/** The subscription templates of an account. */
export const subscribeTemplates = () => new Map<string, Template>();

const MAX_TEMPLATES = 25;

/** The public templates there are to choose from. */
const PUBLIC = [{ tid: 99, title: '付款成功通知', type: 2, categoryId: '616' }] as const;
const KEYWORDS = [
  { kid: 1, name: '物品名称', example: '名称', rule: 'thing' },
  { kid: 2, name: '订单号', example: '123456', rule: 'character_string' },
  { kid: 3, name: '数量', example: '2', rule: 'number' },
] as const;

function checkTid(tid: string): void {
  if (!PUBLIC.some((each) => String(each.tid) === tid))
    throw new ApiRefusalError(200014, `"tid" is "${tid}"`);
}

/**
 * Notices a user has subscribed to (订阅通知). A simulated user does that by the event
 * `subscribe_msg_popup_event`.
 */
export const subscribeMessage: readonly Endpoint[] = [
  post(
    'subscribeMessage.send',
    '/cgi-bin/message/subscribe/bizsend',
    {
      touser: text,
      template_id: text,
      page: optional(text),
      miniprogram: target.miniprogram,
      data: anyObject,
    },
    ({ account, context, fields: { touser, template_id, page, miniprogram, data } }) => {
      const template = account.part(subscribeTemplates).get(template_id);
      if (template === undefined)
        throw new ApiRefusalError(40037, `this account has no template "${template_id}"`);
      const person = userOf(account, touser);
      const left = person.subscriptions.get(template_id) ?? 0;
      if (left === 0) throw new ApiRefusalError(43101);
      const Content = fill(template, data);
      person.subscriptions.set(template_id, left - 1);
      person.receive({
        MsgType: 'subscribe',
        TemplateId: template_id,
        Content,
        ...seenTarget(page, miniprogram),
      });
      const sent = { TemplateId: template_id, MsgID: String(nextId()), ErrorCode: 0, ErrorStatus: 'success' };
      context.after(account, () =>
        account.push('subscribe_msg_sent_event', { SubscribeMsgSentEvent: { List: sent } }, touser),
      );
      return undefined;
    },
  ),

  post(
    'subscribeMessage.addTemplate',
    '/wxaapi/newtmpl/addtemplate',
    {
      tid: text,
      kidList: within(LIMITS.keywords, list(number)),
      sceneDesc: within(LIMITS.sceneDesc, text),
    },
    ({ account, fields: { tid, kidList } }) => {
      checkTid(tid);
      const lines = kidList.map((id) => {
        const keyword = KEYWORDS.find(({ kid }) => kid === id);
        if (keyword === undefined)
          throw new ApiRefusalError(200020, `"kidList" has ${id}, which is no keyword`);
        return `${keyword.name}:{{${keyword.rule}${id}.DATA}}`;
      });
      if (account.part(subscribeTemplates).size >= MAX_TEMPLATES) throw new ApiRefusalError(200012);
      const priTmplId = randomText(43);
      const made = { template_id: priTmplId, title: PUBLIC[0].title, content: lines.join('\n') };
      account.part(subscribeTemplates).set(priTmplId, made);
      return ok({ priTmplId });
    },
  ),

  post(
    'subscribeMessage.deleteTemplate',
    '/wxaapi/newtmpl/deltemplate',
    { priTmplId: text },
    ({ account, fields: { priTmplId } }) => {
      if (!account.part(subscribeTemplates).delete(priTmplId))
        throw new ApiRefusalError(40037, `"${priTmplId}"`);
      return undefined;
    },
  ),

  get('subscribeMessage.getTemplateList', '/wxaapi/newtmpl/gettemplate', {}, ({ account }) =>
    ok({
      data: [...account.part(subscribeTemplates).values()].map(({ template_id, title, content }) => ({
        priTmplId: template_id,
        title,
        content,
        example: content.replace(/\{\{\w+\.DATA\}\}/g, '示例'),
        type: 2,
      })),
    }),
  ),

  get('subscribeMessage.getCategory', '/wxaapi/newtmpl/getcategory', {}, () =>
    ok({ data: [{ id: 616, name: '公交' }] }),
  ),

  get(
    'subscribeMessage.getPubTemplateTitles',
    '/wxaapi/newtmpl/getpubtemplatetitles',
    { ids: text, start: number, limit: within(LIMITS.titles, number) },
    () => ok({ count: PUBLIC.length, data: PUBLIC }),
  ),

  get(
    'subscribeMessage.getPubTemplateKeywords',
    '/wxaapi/newtmpl/getpubtemplatekeywords',
    { tid: text },
    ({ fields }) => {
      checkTid(fields.tid);
      return ok({ count: KEYWORDS.length, data: KEYWORDS });
    },
  ),
];
