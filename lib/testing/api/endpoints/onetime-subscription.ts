import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import type { FakeAccount } from '../fake-account';
import { anyText, object, optional, text, within } from '../fields';
import type { Rule } from '../fields';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { seenTarget, target } from './template-message';

/** How many messages users still want, by user, template and scene. */
const consents = () => new Map<string, number>();

const keyOf = (openid: string, template_id: string, scene: string): string =>
  JSON.stringify([openid, template_id, scene]);

const MAX_SCENE = 10_000;

const scene: Rule<string> = (value, name) => {
  const given = text(typeof value === 'number' ? String(value) : value, name);
  if (!/^\d{1,5}$/.test(given) || Number(given) > MAX_SCENE)
    throw new ApiRefusalError(40129, `"${name}" is 0 to ${MAX_SCENE}`);
  return String(Number(given));
};

/**
 * A user says yes on the page of that address. Returns the address to which WeChat then leads the browser.
 */
export function confirmSubscription(account: FakeAccount, openid: string, url: string): string {
  const { searchParams: query, hostname, pathname } = new URL(url);
  const given = (name: string): string => query.get(name) ?? '';
  if (`${hostname}${pathname}` !== 'mp.weixin.qq.com/mp/subscribemsg' || given('action') !== 'get_confirm')
    throw new ApiRefusalError(40035, 'the address is not one of onetimeSubscription.authorizeUrl()');
  if (account.appId !== '' && given('appid') !== account.appId) throw new ApiRefusalError(40013);
  const [template_id, number] = [text(given('template_id'), 'template_id'), scene(given('scene'), 'scene')];
  const key = keyOf(openid, template_id, number);
  account.part(consents).set(key, (account.part(consents).get(key) ?? 0) + 1);
  const back = new URL(text(given('redirect_url'), 'redirect_url'));
  const told = { openid, template_id, action: 'confirm', scene: number, reserved: given('reserved') };
  for (const [name, value] of Object.entries(told)) back.searchParams.set(name, value);
  return back.toString();
}

const content = object({ value: within(LIMITS.onetimeContent, text), color: optional(anyText) });

/** One message for one consent (一次性订阅消息). The user need not follow the account. */
export const onetimeSubscription: readonly Endpoint[] = [
  post(
    'onetimeSubscription.send',
    '/cgi-bin/message/template/subscribe',
    {
      touser: text,
      template_id: text,
      ...target,
      scene,
      title: within(LIMITS.onetimeTitle, text),
      data: object({ content }),
    },
    ({ account, fields }) => {
      const { touser, template_id, title, data } = fields;
      const person = userOf(account, touser);
      const key = keyOf(touser, template_id, fields.scene);
      const left = account.part(consents).get(key) ?? 0;
      if (left === 0) throw new ApiRefusalError(43101);
      account.part(consents).set(key, left - 1);
      person.receive({
        MsgType: 'subscribe',
        TemplateId: template_id,
        Content: `${title}\n${data.content.value}`,
        ...seenTarget(fields.url, fields.miniprogram),
      });
      return undefined;
    },
  ),
];
