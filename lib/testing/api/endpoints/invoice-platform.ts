import { createHash } from 'node:crypto';
import { ok } from '../answer';
import { post, upload } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyText, object, oneOf, optional, text } from '../fields';
import { randomText } from '../ids';
import { addInvoice, faceRules, issuedBy } from '../invoice';
import { authorisedOrder } from '../invoice-order';
import { invoicePdfs, pdfHost, PDF_URL_SECONDS, pdfUrl } from '../invoice-pdf';
import { CANCELLED, nextState, REIMBURSE_STATUS } from '../invoice-state';
import { ApiRefusalError } from '../api-refusal-error';

/** The kinds of invoices of an account. */
const cards = () => new Map<string, { readonly type: string; readonly payee: string }>();

/** The code of an invoicing platform: its AppID, and more that it tells nobody. */
const platformCode = ({ appId }: FakeAccount): string =>
  Buffer.concat([Buffer.from(`${appId}_`), createHash('sha256').update(appId).digest()]).toString(
    'base64url',
  );

const baseInfo = object({
  logo_url: text,
  title: text,
  custom_url_name: optional(anyText),
  custom_url_sub_title: optional(anyText),
  custom_url: optional(anyText),
  promotion_url_name: optional(anyText),
  promotion_url_sub_title: optional(anyText),
  promotion_url: optional(anyText),
});

const userData = object({
  ...faceRules,
  s_pdf_media_id: text,
  s_trip_pdf_media_id: optional(text),
});

/** Invoices, as invoicing platforms issue them (微信电子发票，开票平台). */
export const invoicePlatform: readonly Endpoint[] = [
  pdfHost,

  post('invoice.setUrl', '/card/invoice/seturl', {}, ({ account }) =>
    ok({
      invoice_url: `https://mp.weixin.qq.com/bizmall/authinvoice?action=list&s_pappid=${platformCode(account)}`,
    }),
  ),

  post(
    'invoice.createCard',
    '/card/invoice/platform/createcard',
    { invoice_info: object({ base_info: baseInfo, type: text, payee: text }) },
    ({ account, fields: { invoice_info } }) => {
      const card_id = `p${randomText(27)}`;
      account.part(cards).set(card_id, invoice_info);
      return ok({ card_id });
    },
  ),

  upload(
    'invoice.setPdf',
    '/card/invoice/platform/setpdf',
    {},
    ({ account, file }) => ok({ s_media_id: account.part(invoicePdfs).put(file) }),
    { part: 'pdf' },
  ),

  post(
    'invoice.getPdf',
    '/card/invoice/platform/getpdf',
    { action: oneOf(72031, 'get_url'), s_media_id: text },
    ({ account, call, fields: { s_media_id } }) => {
      account.part(invoicePdfs).get(s_media_id);
      return ok({ pdf_url: pdfUrl(call, account, s_media_id), pdf_url_expire_time: PDF_URL_SECONDS });
    },
  ),

  post(
    'invoice.insert',
    '/card/invoice/insert',
    {
      order_id: text,
      appid: optional(text),
      card_id: text,
      card_ext: object({
        nonce_str: optional(anyText),
        user_card: object({ invoice_user_data: userData }),
      }),
    },
    ({ account, context, fields: { order_id, appid, card_id, card_ext } }) => {
      const { s_pdf_media_id, s_trip_pdf_media_id, ...face } = card_ext.user_card.invoice_user_data;
      const card = account.part(cards).get(card_id);
      if (card === undefined)
        throw new ApiRefusalError(
          40073,
          `this account has no kind of invoice "${card_id}"`,
          `本账号没有发票模板“${card_id}”`,
        );
      const order = authorisedOrder(account, context, order_id, { appid });
      const { state, type } = order;
      if (state.is === 'rejected') throw new ApiRefusalError(72035);
      if (state.is === 'inserted')
        throw new ApiRefusalError(72018, `"order_id" is "${order_id}"`, `“order_id”是“${order_id}”`);
      if (type === 1 && face.title !== state.title.title)
        throw new ApiRefusalError(
          72017,
          `the user filled in "${state.title.title}"`,
          `用户填写的抬头是“${state.title.title}”`,
        );
      const isSame = (other: typeof face): boolean =>
        other.billing_code === face.billing_code && other.billing_no === face.billing_no;
      if (issuedBy(account).some((each) => isSame(each.face))) throw new ApiRefusalError(72042);
      const pdfs = account.part(invoicePdfs);
      for (const id of [s_pdf_media_id, s_trip_pdf_media_id]) if (id !== undefined) pdfs.get(id);
      for (const id of [s_pdf_media_id, s_trip_pdf_media_id]) if (id !== undefined) pdfs.keep(id);
      order.state = { ...state, is: 'inserted' };
      const { openid } = state;
      const { code } = addInvoice(account, {
        card_id,
        openid,
        issuer: account,
        type: card.type,
        payee: card.payee,
        face,
        pdf: s_pdf_media_id,
        tripPdf: s_trip_pdf_media_id,
        order_id,
      });
      return ok({ code, openid });
    },
  ),

  post(
    'invoice.updateStatus',
    '/card/invoice/platform/updatestatus',
    { card_id: text, code: text, reimburse_status: oneOf(72031, ...REIMBURSE_STATUS, CANCELLED) },
    ({ account, fields: { card_id, code, reimburse_status } }) => {
      const invoice = issuedBy(account).find((each) => each.code === code);
      if (invoice === undefined)
        throw new ApiRefusalError(
          72031,
          `this account has issued no invoice "${code}"`,
          `本账号没有开具过发票“${code}”`,
        );
      if (invoice.card_id !== card_id)
        throw new ApiRefusalError(
          40073,
          `this invoice is of "${invoice.card_id}"`,
          `这张发票属于“${invoice.card_id}”`,
        );
      const by = { appId: account.appId, isIssuer: true };
      invoice.state = nextState(invoice.state, reimburse_status, by);
      return undefined;
    },
  ),
];
