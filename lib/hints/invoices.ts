import { words, type Hints } from './hint';

const INVOICE_STATE = words(
  'The invoice is in a state in which this cannot be done: ask for its state first (invoice.getReimburseInfo).',
  '发票当前的状态不能进行此操作，请先用 invoice.getReimburseInfo 查询。',
);
const MERCHANT = words('The merchant number (mchid) of invoices is wrong.', '发票的商户号（mchid）不正确。');

/** Invoices, cards and what is paid. */
export const invoices: Hints = {
  40073: words('There is no card of this card_id.', 'card_id 不存在。'),
  40078: INVOICE_STATE,
  40056: words('The code of the card is wrong.', '卡券 code 不正确。'),
  40075: words(
    'The encrypt_code cannot be decrypted: pass it as it came, decoded once from the address.',
    'encrypt_code 无法解密：请原样传入，若来自网址请只解码一次。',
  ),
  40099: words('The code of this card has been used, or is not valid.', '卡券 code 已核销或无效。'),
  40127: words(
    'The user has given this card away or deleted it, or it is over.',
    '用户的卡券已转赠、删除或过期。',
  ),
  41012: words('The card_id is missing.', '缺少 card_id。'),
  41013: words('The code of the card is missing.', '缺少卡券 code。'),
  45031: words('The stock of this card is used up.', '卡券库存不足。'),
  45033: words('The user has as many of this card as one may have.', '用户领取该卡券的数量已达上限。'),
  72001: words('No card is found with these conditions.', '没有符合条件的卡券。'),
  72002: words(
    'The merchant number is not bound to this AppID: bind it in the console of WeChat Pay.',
    '商户号没有与该 AppID 绑定，请在微信支付商户平台绑定。',
  ),
  72010: MERCHANT,
  72015: words(
    'The account may not make invoices: apply for it first.',
    '账号没有开具电子发票的权限，请先申请。',
  ),
  72017: words('The title of the invoice (抬头) is wrong.', '发票抬头不正确。'),
  72018: words('An invoice of this order is in the user’s wallet already.', '该订单的发票已在用户卡包中。'),
  72023: words('Another account has locked the invoice.', '发票已被其他公众号锁定。'),
  72024: INVOICE_STATE,
  72025: words(
    'The token of the invoice or its encrypt_code is wrong.',
    '发票的 token 或 encrypt_code 不正确。',
  ),
  72028: words(
    'Merchant and platform of invoices were never set: invoice.setPayMch.',
    '没有设置发票的商户信息，请先用 invoice.setPayMch 设置。',
  ),
  72029: words(
    'The fields of the page of consent were never set: invoice.setAuthField.',
    '没有设置授权页字段，请先用 invoice.setAuthField 设置。',
  ),
  72030: MERCHANT,
  72031: words(
    'A parameter of the invoice is wrong: errmsg often names it.',
    '发票参数不正确，errmsg 中通常会写明。',
  ),
  72035: words('The merchant has rejected the invoice of this order.', '商户已拒绝为该订单开票。'),
  72036: words('The invoice is being worked on: try again later.', '发票正在处理中，请稍后再试。'),
  72037: words('The invoice belongs to another user.', '发票不属于该用户。'),
  72038: words(
    'The user never agreed to an invoice of this order: invoice.getAuthUrl leads to the page.',
    '用户没有授权该订单开票，请用 invoice.getAuthUrl 获取授权页。',
  ),
  72039: words(
    'Lock the invoice first (invoice.updateReimburseStatus).',
    '请先锁定发票（invoice.updateReimburseStatus）。',
  ),
  72040: words(
    'The PDF of the invoice is wrong or over: upload it again with invoice.setPdf.',
    '发票 PDF 无效或已过期，请用 invoice.setPdf 重新上传。',
  ),
  72041: words(
    'billing_code and billing_no are not those of an invoice.',
    'billing_code 和 billing_no 无效。',
  ),
  72042: words('billing_code and billing_no were used before.', 'billing_code 和 billing_no 重复。'),
  72043: words('billing_code or billing_no has a wrong length.', 'billing_code 或 billing_no 长度不正确。'),
  72044: words(
    'The scanned text is over: scan the code of the title again.',
    '扫描内容已过期，请重新扫描抬头二维码。',
  ),
  72063: words(
    'Contacts of invoices were never set: invoice.setContact.',
    '没有设置发票联系方式，请先用 invoice.setContact 设置。',
  ),
};
