import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import type { FakeAccount } from '../fake-account';
import { anyObject, anyText, id, list, number, object, optional, text, within } from '../fields';
import { nextId, randomText } from '../ids';
import { industryOf } from '../industry';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';
import { fieldOf, fill } from '../template';
import type { Template } from '../template';

/** The templates of an account. */
export const templates = () => new Map<string, Template>();

/** Messages with a `client_msg_id`, which within ten minutes are not sent again. */
const recent = () => new BoundedMap<{ readonly msgid: bigint; readonly until: number }>(10_000);

const industries = () => ({ primary: 1, secondary: 2 });

const MAX_TEMPLATES = 25;
const TEN_MINUTES = 600_000;

function templateOf(account: FakeAccount, template_id: string): Template {
  const template = account.part(templates).get(template_id);
  if (template === undefined)
    throw new ApiRefusalError(40037, `this account has no template "${template_id}"`);
  return template;
}

/** Where a tap on a notice leads. */
export const target = {
  url: optional(anyText),
  miniprogram: optional(object({ appid: optional(anyText), pagepath: optional(anyText) })),
};

/** The same as the user sees it. */
export const seenTarget = (
  url?: string,
  mini?: { readonly appid?: string | undefined; readonly pagepath?: string | undefined },
) => ({
  ...(url !== undefined && url !== '' && { Url: url }),
  ...(mini?.appid !== undefined &&
    mini.appid !== '' && { MiniProgram: { AppId: mini.appid, PagePath: mini.pagepath ?? '' } }),
});

/** Notices with a fixed form (模板消息). */
export const templateMessage: readonly Endpoint[] = [
  post(
    'templateMessage.send',
    '/cgi-bin/message/template/send',
    {
      touser: text,
      template_id: text,
      ...target,
      data: anyObject,
      client_msg_id: optional(within(LIMITS.templateClientMsgId, text)),
    },
    ({ account, context, fields }) => {
      const { touser, template_id, client_msg_id = '' } = fields;
      const template = templateOf(account, template_id);
      const person = userOf(account, touser);
      if (!person.follows) throw new ApiRefusalError(43004, `"${touser}" does not follow the account`);
      if (person.blocked) throw new ApiRefusalError(43019);
      const Content = fill(template, fields.data);
      const now = account.clock.now();
      const key = `${touser} ${client_msg_id}`;
      const former = client_msg_id === '' ? undefined : account.part(recent).get(key);
      if (former !== undefined && former.until > now) return ok({ msgid: former.msgid });
      const msgid = nextId();
      if (client_msg_id !== '') account.part(recent).set(key, { msgid, until: now + TEN_MINUTES });
      const leads = seenTarget(fields.url, fields.miniprogram);
      person.receive({ MsgType: 'template', TemplateId: template_id, Content, ...leads });
      const finished = { MsgID: String(msgid), Status: 'success' };
      context.after(account, () => account.push('TEMPLATESENDJOBFINISH', finished, touser));
      return ok({ msgid });
    },
    { perDay: 100_000 },
  ),

  // WeChat keeps nothing back that a simulated account sends.
  post(
    'templateMessage.queryBlockTmplMsg',
    '/wxa/sec/queryblocktmplmsg',
    { tmpl_msg_id: text, largest_id: id, limit: within(LIMITS.blockedMessages, number) },
    () => ok({ msginfo: [] }),
  ),

  post(
    'templateMessage.addTemplate',
    '/cgi-bin/template/api_add_template',
    { template_id_short: text, keyword_name_list: optional(list(text)) },
    ({ account, fields: { template_id_short, keyword_name_list = [] } }) => {
      if (/^\d+$/.test(template_id_short) && keyword_name_list.length === 0)
        throw new ApiRefusalError(
          40035,
          '"keyword_name_list" is missing, which a template of a category needs',
        );
      if (account.part(templates).size >= MAX_TEMPLATES) throw new ApiRefusalError(45026);
      const template_id = randomText(43);
      const lines = keyword_name_list.map((name, index) => `${name}：{{${fieldOf(name)}${index + 1}.DATA}}`);
      const content =
        lines.length > 0 ? lines.join('\n') : '{{first.DATA}}\n{{keyword1.DATA}}\n{{remark.DATA}}';
      account.part(templates).set(template_id, { template_id, title: template_id_short, content });
      return ok({ template_id });
    },
  ),

  get(
    'templateMessage.getAllPrivateTemplate',
    '/cgi-bin/template/get_all_private_template',
    {},
    ({ account }) => ({
      template_list: [...account.part(templates).values()].map((template) => ({
        ...template,
        primary_industry: industryOf(account.part(industries).primary).first_class,
        deputy_industry: industryOf(account.part(industries).primary).second_class,
        example: '',
      })),
    }),
  ),

  post(
    'templateMessage.deletePrivateTemplate',
    '/cgi-bin/template/del_private_template',
    { template_id: text },
    ({ account, fields }) => {
      account.part(templates).delete(templateOf(account, fields.template_id).template_id);
      return undefined;
    },
  ),

  post(
    'templateMessage.setIndustry',
    '/cgi-bin/template/api_set_industry',
    { industry_id1: text, industry_id2: text },
    ({ account, fields: { industry_id1, industry_id2 } }) => {
      const [primary, secondary] = [Number(industry_id1), Number(industry_id2)];
      for (const id of [primary, secondary]) industryOf(id);
      Object.assign(account.part(industries), { primary, secondary });
      return undefined;
    },
  ),

  get('templateMessage.getIndustry', '/cgi-bin/template/get_industry', {}, ({ account }) => {
    const { primary, secondary } = account.part(industries);
    return { primary_industry: industryOf(primary), secondary_industry: industryOf(secondary) };
  }),
];
