import type { PushFields } from '../push-types';
import { appid, friend, taxNo } from './values';

const CardId = 'pT8wq5SampleCardId0000000001';
const held = { CardId, UserCardCode: '012345678901' };
const gift = { PageId: 'OQK0R3MaFnCm74Phw5hwFJlz5sn+jy1zzM2amDidDbU=', OrderId: 'Z2y2rY74ksZX1ceuGA' };

/** Fields of events of cards and invoices. */
export const cardEvents: Readonly<Record<string, PushFields>> = {
  card_pass_check: { CardId, RefuseReason: '' },
  card_not_pass_check: { CardId, RefuseReason: '图片不符合要求' },
  user_get_card: {
    ...held,
    IsGiveByFriend: 0,
    FriendUserName: '',
    OuterId: '0',
    OldUserCardCode: '',
    OuterStr: 'desk-7',
    IsRestoreMemberCard: 0,
    IsRecommendByFriend: 0,
  },
  user_gifting_card: { ...held, IsReturnBack: 0, FriendUserName: friend, IsChatRoom: 0 },
  user_del_card: held,
  user_consume_card: {
    ...held,
    ConsumeSource: 'FROM_API',
    LocationName: '',
    StaffOpenId: friend,
    VerifyCode: '',
    RemarkAmount: '',
    OuterStr: 'desk-7',
  },
  user_pay_from_pay_cell: {
    ...held,
    TransId: '4200001234202501010000000001',
    LocationId: '291710000',
    Fee: 8800,
    OriginalFee: 10_000,
  },
  user_view_card: { ...held, OuterStr: 'desk-7' },
  user_enter_session_from_card: held,
  update_member_card: { ...held, ModifyBonus: 30, ModifyBalance: 0 },
  card_sku_remind: { CardId, Detail: "the card's quantity is equal to 0" },
  card_pay_order: {
    OrderId: '404091456',
    Status: 'ORDER_STATUS_FINANCE_SUCC',
    CreateOrderTime: 1_735_689_000,
    PayFinishTime: 0,
    Desc: '',
    FreeCoinCount: 200,
    PayCoinCount: 0,
    RefundFreeCoinCount: 0,
    RefundPayCoinCount: 0,
    OrderType: 'ORDER_TYPE_SYS_ADD',
    Memo: '开通账户奖励',
    ReceiptInfo: '',
  },
  submit_membercard_user_info: held,
  card_merchant_check_result: { MerchantId: '30217', IsPass: 1, Reason: '' },
  giftcard_pay_done: gift,
  giftcard_send_to_friend: { ...gift, IsChatRoom: 'true', IsReturnBack: 'false' },
  giftcard_user_accept: { ...gift, IsChatRoom: 'true' },
  user_authorize_invoice: {
    SuccOrderId: '1202933957956',
    FailOrderId: '',
    AuthorizeAppId: appid,
    Source: 'web',
  },
  update_invoice_status: { Status: 'INVOICE_REIMBURSE_INIT', CardId, Code: '186921658591' },
  submit_invoice_title: {
    title: '示例科技有限公司',
    phone: '13800138000',
    tax_no: taxNo,
    addr: '示例路 88 号',
    bank_type: '示例银行',
    bank_no: '6200000000000000001',
    attach: 'order-7788',
    title_type: 'InvoiceUserTitleBusinessType',
  },
  cloud_invoice_invoiceresult_event: {
    fpqqlsh: '14574075004451097886',
    status: 100,
    nsrsbh: taxNo,
  },
};
