import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { anyText, bit, optional, text } from '../fields';
import { randomText } from '../ids';
import { newestTitle } from '../invoice-title';
import { ApiRefusalError } from '../api-refusal-error';

const pageUrl = (page: string, query: Readonly<Record<string, string>>): string =>
  `https://mp.weixin.qq.com/bizmall/${page}?${new URLSearchParams({ ...query, sign: randomText(32) }).toString()}`;

/** What the QR code of a user's title says. */
const SCAN_TEXT = /^https:\/\/w\.url\.cn\/s\/\w+$/;

/**
 * Titles of invoices (极速开发票). A simulated user submits one by the event `submit_invoice_title`; the newest
 * one is what any QR code of a title says here.
 */
export const invoiceTitle: readonly Endpoint[] = [
  post(
    'invoice.getUserTitleUrl',
    '/card/invoice/biz/getusertitleurl',
    {
      title: optional(anyText),
      tax_no: optional(anyText),
      phone: optional(anyText),
      addr: optional(anyText),
      bank_type: optional(anyText),
      bank_no: optional(anyText),
      user_fill: optional(bit),
      out_title_id: optional(anyText),
    },
    ({ fields: { user_fill = 0, title = '', out_title_id = '' } }) => {
      if (user_fill === 0 && title === '')
        throw new ApiRefusalError(
          72031,
          '"title" is missing, which only the user can fill in with "user_fill": 1',
          '缺少“title”：只有“user_fill”为 1 时才由用户填写',
        );
      return ok({ url: pageUrl('usertitle', { action: 'add', out_title_id }) });
    },
  ),

  post(
    'invoice.getSelectTitleUrl',
    '/card/invoice/biz/getselecttitleurl',
    { attach: optional(anyText), biz_name: optional(anyText) },
    ({ account, fields: { attach = '', biz_name = '' } }) =>
      ok({ url: pageUrl('selecttitle', { appid: account.appId, attach, biz_name }) }),
  ),

  post('invoice.scanTitle', '/card/invoice/scantitle', { scan_text: text }, ({ account, fields }) => {
    if (!SCAN_TEXT.test(fields.scan_text))
      throw new ApiRefusalError(
        72031,
        '"scan_text" is https://w.url.cn/s/… as the QR code has it',
        '“scan_text”是二维码里的 https://w.url.cn/s/…',
      );
    const { isPerson, ...title } = newestTitle(account);
    return ok({ title_type: isPerson ? 1 : 0, ...title });
  }),
];
