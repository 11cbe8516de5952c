import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { list, number, optional, text } from '../fields';
import { randomText } from '../ids';
import { monthlyCount, perSecond } from '../quota';
import { ApiRefusalError } from '../api-refusal-error';
import { bit, linkedTo } from './wxopen';

interface JumpRule {
  readonly prefix: string;
  readonly appid: string;
  readonly permit_sub_rule: number;
  readonly path: string;
  readonly open_version: number;
  readonly debug_url: readonly string[];
  /** 1 waits, 2 is published. */
  readonly state: 1 | 2;
}

const MAX_LISTED = 10_000;
const MAX_PAGE = 200;
const MAX_PER_SECOND = 5;
const MAX_PUBLICATIONS = 100;

/** The rules of an account, by prefix, in the order in which they were added. */
const rules = () => new Map<string, JumpRule>();
const rates = ({ clock }: FakeAccount) => perSecond(clock, MAX_PER_SECOND);
const publications = ({ clock }: FakeAccount) => monthlyCount(clock, MAX_PUBLICATIONS);
const proof = () => ({ file_name: `${randomText(10)}.txt`, file_content: randomText(32) });

/** The rule of that prefix, of an account that may have rules. */
function ruleOf(account: FakeAccount, prefix: string): JumpRule {
  const rule = account.part(rules).get(prefix);
  if (rule === undefined) throw new ApiRefusalError(40097, `there is no rule "${prefix}"`);
  linkedTo(account, rule.appid);
  return rule;
}

/** The rules that a list is about. */
function chosen(
  all: readonly JumpRule[],
  type: number,
  prefixes: readonly string[] | undefined,
  page: number | undefined,
  size: number,
): readonly JumpRule[] {
  switch (type) {
    case 0:
      return all.slice(-MAX_LISTED);
    case 1:
      if (prefixes === undefined || prefixes.length > MAX_PAGE)
        throw new ApiRefusalError(40097, `"prefix_list" has at most ${MAX_PAGE} entries, and is needed here`);
      return all.filter(({ prefix }) => prefixes.includes(prefix));
    case 2:
      if (page === undefined || page < 1 || size < 1 || size > MAX_PAGE)
        throw new ApiRefusalError(40097, `"page_num" begins at 1, "page_size" is 1 to ${MAX_PAGE}`);
      return all.slice((page - 1) * size, page * size);
    default:
      throw new ApiRefusalError(40097, '"get_type" is 0, 1 or 2');
  }
}

/** QR codes of the account that open mini programs (扫服务号二维码打开小程序). */
export const qrcodeJump: readonly Endpoint[] = [
  post(
    'wxopen.getQrcodeJumpRules',
    '/cgi-bin/wxopen/qrcodejumpget',
    {
      appid: optional(text),
      get_type: optional(number),
      prefix_list: optional(list(text)),
      page_num: optional(number),
      page_size: optional(number),
    },
    ({ account, fields: { appid, get_type = 0, prefix_list, page_num, page_size = MAX_PAGE } }) => {
      account.part(rates)('get');
      linkedTo(account, appid);
      const all = [...account.part(rules).values()].filter(
        (rule) => appid === undefined || rule.appid === appid,
      );
      const listed = chosen(all, get_type, prefix_list, page_num, page_size);
      return ok({
        rule_list: listed.map(({ prefix, permit_sub_rule, state, path, open_version, debug_url }) => ({
          ...{ prefix, permit_sub_rule, state, path, open_version, debug_url },
        })),
        qrcodejump_open: 1 as const,
        list_size: listed.length,
        qrcodejump_pub_quota: account.part(publications).left(),
        total_count: all.length,
      });
    },
  ),

  post(
    'wxopen.addQrcodeJumpRule',
    '/cgi-bin/wxopen/qrcodejumpadd',
    {
      prefix: text,
      permit_sub_rule: optional(number),
      appid: optional(text),
      path: text,
      open_version: optional(number),
      debug_url: optional(list(text)),
      is_edit: bit,
    },
    ({ account, fields: { is_edit, permit_sub_rule = 2, open_version = 3, debug_url = [], ...given } }) => {
      account.part(rates)('add');
      const { appid } = linkedTo(account, given.appid);
      const { prefix, path } = given;
      if (!/^https?:\/\/weixin\.qq\.com\/q\/./.test(prefix))
        throw new ApiRefusalError(
          85066,
          '"prefix" is the address in a QR code of the account, http://weixin.qq.com/q/…',
        );
      const outside = debug_url.find((url) => !url.startsWith(prefix));
      if (outside !== undefined) throw new ApiRefusalError(85068, `"${outside}"`);
      const former = account.part(rules).get(prefix);
      if (is_edit === 0 && former !== undefined) throw new ApiRefusalError(85071, `"${prefix}"`);
      if (is_edit === 1 && ruleOf(account, prefix).state === 2)
        throw new ApiRefusalError(40097, 'a rule that is published cannot be changed');
      const rule: JumpRule = { prefix, appid, permit_sub_rule, path, open_version, debug_url, state: 1 };
      account.part(rules).set(prefix, rule);
      return undefined;
    },
  ),

  post(
    'wxopen.publishQrcodeJumpRule',
    '/cgi-bin/wxopen/qrcodejumppublish',
    { prefix: text },
    ({ account, fields: { prefix } }) => {
      account.part(rates)('publish');
      linkedTo(account);
      const rule = ruleOf(account, prefix);
      if (!account.part(publications).use())
        throw new ApiRefusalError(886000, `${MAX_PUBLICATIONS} times a month`);
      account.part(rules).set(prefix, { ...rule, state: 2 });
      return undefined;
    },
  ),

  post(
    'wxopen.deleteQrcodeJumpRule',
    '/cgi-bin/wxopen/qrcodejumpdelete',
    { prefix: text, appid: optional(text) },
    ({ account, fields: { prefix, appid } }) => {
      account.part(rates)('delete');
      linkedTo(account, appid);
      const rule = ruleOf(account, prefix);
      if (appid !== undefined && rule.appid !== appid)
        throw new ApiRefusalError(40166, `the rule opens "${rule.appid}"`);
      account.part(rules).delete(prefix);
      return undefined;
    },
  ),

  post('wxopen.downloadQrcodeText', '/cgi-bin/wxopen/qrcodejumpdownload', {}, ({ account }) =>
    ok(account.part(proof)),
  ),
];
