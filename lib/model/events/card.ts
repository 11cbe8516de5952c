import { id, number, optional, text, word } from '../shape';
import type { Shape } from '../shape';

const held = {
  /** Id of the kind of card. */
  CardId: id,
  /** Code of the user's own card, as text: it can start with 0. */
  UserCardCode: id,
} satisfies Shape;

const giftCard = {
  /** Id of the gift card page. */
  PageId: id,
  /** Id of the order. */
  OrderId: id,
} satisfies Shape;

/** Cards and coupons (page: 微信卡券 / 卡券事件推送). Flags are 0 and 1, of gift cards `'true'` and `'false'`. */
export const card = {
  /** 审核事件推送: a card passed review. */
  card_pass_check: {
    /** Id of the kind of card. */
    CardId: id,
    RefuseReason: optional(text),
  },
  /** 审核事件推送: a card was refused by review. */
  card_not_pass_check: {
    /** Id of the kind of card. */
    CardId: id,
    RefuseReason: text,
  },
  /** 领取事件推送: a user took a card. */
  user_get_card: {
    ...held,
    /** 1 it was passed on by a friend. */
    IsGiveByFriend: number,
    /** Openid of the friend it came from, or empty. */
    FriendUserName: id,
    /** Scene the card was taken in, a number set by the account, as text; `OuterStr` is its successor. */
    OuterId: id,
    /** Code the card had before it was passed on, or empty. */
    OldUserCardCode: id,
    /** Scene the card was taken in, set by the account. */
    OuterStr: id,
    /** 1 the user takes back a member card once deleted. */
    IsRestoreMemberCard: number,
    /** 1 it was recommended by a friend. */
    IsRecommendByFriend: number,
    /** Only for accounts that are linked on the open platform. */
    UnionId: optional(id),
  },
  /** 转赠事件推送: a user passed a card on. */
  user_gifting_card: {
    ...held,
    /** 1 the friend did not take it, and it came back. */
    IsReturnBack: number,
    /** Openid of the friend. */
    FriendUserName: id,
    /** 1 it was sent to a group. */
    IsChatRoom: number,
  },
  /** 删除事件推送: a user deleted a card. */
  user_del_card: held,
  /** 核销事件推送: a card was redeemed. */
  user_consume_card: {
    ...held,
    /** By the API, in the console, or with the assistant for merchants (卡券商户助手). */
    ConsumeSource: word<'FROM_API' | 'FROM_MP' | 'FROM_MOBILE_HELPER'>(),
    /** Name of the shop, or empty. */
    LocationName: id,
    /** Openid of the employee, when the assistant was used. */
    StaffOpenId: optional(id),
    /** Code that the user typed, when they redeemed it themselves. */
    VerifyCode: optional(id),
    /** Amount that the user typed, when they redeemed it themselves: as typed. */
    RemarkAmount: optional(id),
    /** Scene the card was taken in, set by the account. */
    OuterStr: id,
  },
  /** 买单事件推送: a user paid with a card. One page writes the name with a capital U. */
  user_pay_from_pay_cell: {
    ...held,
    /** Transaction id of WeChat Pay. */
    TransId: id,
    /** Id of the shop. */
    LocationId: id,
    /** Paid, in cents. */
    Fee: number,
    /** Price before the discount, in cents. */
    OriginalFee: number,
  },
  /** 进入会员卡事件推送: a user opened their member card. */
  user_view_card: {
    ...held,
    /** Scene the card was opened in, set by the account. */
    OuterStr: id,
  },
  /** 从卡券进入公众号会话事件推送: a user came to the chat from a card. */
  user_enter_session_from_card: held,
  /** 会员卡内容更新事件: points or balance of a member card changed. */
  update_member_card: {
    ...held,
    /** Change of the points; may be negative. */
    ModifyBonus: number,
    /** Change of the balance; may be negative. */
    ModifyBalance: number,
  },
  /** 库存报警事件: a card is running out; at most every 12 hours. */
  card_sku_remind: {
    /** Id of the kind of card. */
    CardId: id,
    /** What is running out, in English. */
    Detail: text,
  },
  /** 券点流水详情事件: the account's coupon points changed. */
  card_pay_order: {
    OrderId: id,
    /**
     * In order: to be paid, paid, points added, stock added, points returned, return to be confirmed,
     * rolled back, invoiced.
     */
    Status: word<
      | 'ORDER_STATUS_WAITING'
      | 'ORDER_STATUS_SUCC'
      | 'ORDER_STATUS_FINANCE_SUCC'
      | 'ORDER_STATUS_QUANTITY_SUCC'
      | 'ORDER_STATUS_HAS_REFUND'
      | 'ORDER_STATUS_REFUND_WAITING'
      | 'ORDER_STATUS_ROLLBACK'
      | 'ORDER_STATUS_HAS_RECEIPT'
    >(),
    /** When the payment code was made, in seconds. */
    CreateOrderTime: number,
    /** When it was paid, in seconds; 0 if not. */
    PayFinishTime: number,
    /** Way of payment, in Chinese, or empty. */
    Desc: text,
    /** Free points left. */
    FreeCoinCount: number,
    /** Paid points left. */
    PayCoinCount: number,
    /** Free points of this change. */
    RefundFreeCoinCount: number,
    /** Paid points of this change. */
    RefundPayCoinCount: number,
    /**
     * In order: given by the platform, bought, returned for unused stock, spent on stock, taken by the
     * platform.
     */
    OrderType: word<
      | 'ORDER_TYPE_SYS_ADD'
      | 'ORDER_TYPE_WXPAY'
      | 'ORDER_TYPE_REFUND'
      | 'ORDER_TYPE_REDUCE'
      | 'ORDER_TYPE_SYS_REDUCE'
    >(),
    /** Remark of the platform. */
    Memo: text,
    /** Invoice, or empty. */
    ReceiptInfo: text,
  },
  /** 会员卡激活事件推送: a user handed in the form of a member card. */
  submit_membercard_user_info: held,
  /** 子商户审核事件推送: a sub-merchant was reviewed. */
  card_merchant_check_result: {
    MerchantId: id,
    /** 1 passed. */
    IsPass: number,
    /** Why not, or empty. */
    Reason: text,
  },
  /** 用户购买礼品卡付款成功: a user bought a gift card. */
  giftcard_pay_done: giftCard,
  /** 用户购买后赠送: a user gave a gift card away. */
  giftcard_send_to_friend: {
    ...giftCard,
    /** It was sent to a group. */
    IsChatRoom: word<'true' | 'false'>(),
    /** Nobody took it, and it came back. */
    IsReturnBack: word<'true' | 'false'>(),
  },
  /** 用户领取礼品卡成功: a user accepted a gift card. */
  giftcard_user_accept: {
    ...giftCard,
    /** It was sent to a group. */
    IsChatRoom: word<'true' | 'false'>(),
  },
} satisfies Record<string, Shape>;
