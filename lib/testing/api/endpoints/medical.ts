import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { userOf } from '../fake-account';
import { anyObject, bit, number, object, oneOf, optional, text } from '../fields';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';

/** Ids of messages; within an order of a user each is used once. */
const sent = () => new BoundedMap<true>(10_000);

const page = object({
  page_type: text,
  url: optional(text),
  app_id: optional(text),
  fullpath: optional(text),
});

/** Outpatient and inpatient care, and what follows: 15, then five digits. */
const STATUS = /^15\d{5}$/;

/** Messages of hospitals to their patients (微信就医助手). They need not follow the account. */
export const medical: readonly Endpoint[] = [
  post(
    'medical.sendChannelMsg',
    '/cityservice/sendchannelmsg',
    {
      app_id: text,
      open_id: text,
      order_id: optional(text),
      msg_id: text,
      status: number,
      business_id: oneOf(40035, 150),
      testonly_is_trial: optional(bit),
      business_info: optional(anyObject),
    },
    ({ account, fields }) => {
      const { app_id, open_id, order_id = '', msg_id, status, business_info = {} } = fields;
      if (account.appId !== '' && app_id !== account.appId)
        throw new ApiRefusalError(40013, `"app_id" must be this account's, "${account.appId}"`);
      const person = userOf(account, open_id);
      if (!STATUS.test(String(status))) throw new ApiRefusalError(40035, '"status" is 15 and five digits');
      const { redirect_page, ...told } = business_info;
      const leads =
        redirect_page === undefined ? {} : leadsTo(page(redirect_page, 'business_info.redirect_page'));
      const key = JSON.stringify([open_id, order_id, msg_id]);
      if (account.part(sent).get(key) === true)
        throw new ApiRefusalError(40035, `"msg_id" "${msg_id}" was used before in this order`);
      account.part(sent).set(key, true);
      const lines = Object.entries(told).map(([name, value]) => `${name}: ${plain(value)}`);
      person.receive({
        MsgType: 'template',
        TemplateId: String(status),
        Content: lines.join('\n'),
        ...leads,
      });
      return undefined;
    },
  ),
];

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const leadsTo = ({ url, app_id, fullpath = '' }: ReturnType<typeof page>) => ({
  ...(url !== undefined && { Url: url }),
  ...(app_id !== undefined && { MiniProgram: { AppId: app_id, PagePath: fullpath } }),
});
