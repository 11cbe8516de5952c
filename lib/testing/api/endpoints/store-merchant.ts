import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyText, list, number, optional, text } from '../fields';
import { nextShortId } from '../ids';
import { ApiRefusalError } from '../api-refusal-error';
import { checkMedia } from './material';

interface Category {
  readonly id: number;
  readonly name: string;
  readonly level: 0 | 1 | 2;
  readonly father?: number;
  readonly children: readonly number[];
  /** 1: needs certificates. */
  readonly sensitive_type: 0 | 1;
  readonly certificate?: string;
}

const E_COMMERCE = 476;

const CATEGORIES: readonly Category[] = [
  { id: 0, name: 'root', level: 0, children: [E_COMMERCE, 278], sensitive_type: 0 },
  { id: E_COMMERCE, name: '电商平台', level: 1, father: 0, children: [477, 478], sensitive_type: 0 },
  { id: 477, name: '综合电商', level: 2, father: E_COMMERCE, children: [], sensitive_type: 0 },
  {
    ...{ id: 478, name: '食品电商', level: 2, father: E_COMMERCE, children: [], sensitive_type: 1 },
    certificate: '《食品经营许可证》',
  },
  { id: 278, name: '购物', level: 1, father: 0, children: [280], sensitive_type: 0 },
  {
    ...{ id: 280, name: '便利店', level: 2, father: 278, children: [], sensitive_type: 1 },
    certificate: '《食品经营许可证》或《卫生许可证》',
  },
];

interface Audit {
  readonly audit_id: number;
  /** 0 none, 1 passed, 2 in review, 3 refused, 4 refused by the admin. */
  status: 0 | 1 | 2 | 3 | 4;
}

/** How far the store mini program of an account is. */
const merchants = () => ({ audit: { audit_id: 0, status: 0 } as Audit });

function checkCategory(first: number, second: number, certificates: readonly string[]): void {
  const category = CATEGORIES.find(({ id, level }) => id === second && level === 2);
  if (category?.father !== first)
    throw new ApiRefusalError(
      40104,
      '"second_catid" is one of the categories below "first_catid"',
      '“second_catid”必须是“first_catid”的下级类目',
    );
  if (first !== E_COMMERCE)
    throw new ApiRefusalError(43104, 'only the categories of e-commerce', '只能使用电商类目');
  if (category.sensitive_type === 1 && certificates.length === 0)
    throw new ApiRefusalError(
      40035,
      '"qualification_list" is missing, which this category needs',
      '缺少“qualification_list”，这个类目需要资质',
    );
}

/** The media of these ids must be there. */
export function checkPictures(account: FakeAccount, ids: readonly (string | undefined)[]): void {
  for (const id of ids) if (id !== undefined && id !== '') checkMedia(account, id, 'image');
}

/** The store mini program of the account (门店小程序). What is applied for is granted. */
export const storeMerchant: readonly Endpoint[] = [
  get('store.getMerchantCategory', '/wxa/get_merchant_category', {}, () =>
    ok({
      data: {
        all_category_info: {
          categories: CATEGORIES.map(({ certificate, ...category }) => ({
            ...category,
            ...(certificate !== undefined && {
              qualify: { exter_list: [{ inner_list: [{ name: certificate }] }] },
            }),
          })),
        },
      },
    }),
  ),

  post(
    'store.applyMerchant',
    '/wxa/apply_merchant',
    {
      ...{ first_catid: number, second_catid: number, qualification_list: optional(list(text)) },
      ...{ nickname: text, intro: text, headimg_mediaid: text },
      ...{ org_code: optional(anyText), other_files: optional(list(text)) },
    },
    ({ account, context, fields }) => {
      const { qualification_list = [], other_files = [], org_code, headimg_mediaid } = fields;
      checkCategory(fields.first_catid, fields.second_catid, qualification_list);
      checkPictures(account, [headimg_mediaid, org_code, ...qualification_list, ...other_files]);
      const audit: Audit = { audit_id: nextShortId(), status: 2 };
      account.part(merchants).audit = audit;
      context.after(account, () => {
        audit.status = 1;
        return account.push('apply_merchant_audit_info', { ...audit, reason: '' });
      });
      return undefined;
    },
  ),

  get('store.getMerchantAuditInfo', '/wxa/get_merchant_audit_info', {}, ({ account }) =>
    ok({ data: { ...account.part(merchants).audit, reason: '' } }),
  ),

  post(
    'store.modifyMerchant',
    '/wxa/modify_merchant',
    { intro: text, headimg_mediaid: text },
    ({ account, fields: { headimg_mediaid } }) => {
      checkPictures(account, [headimg_mediaid]);
      return undefined;
    },
  ),
];
