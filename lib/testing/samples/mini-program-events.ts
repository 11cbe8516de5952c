import type { PushFields } from '../push-types';
import { appid, moment } from './values';

const order = {
  transaction_id: '4200001234202501010000000001',
  merchant_id: '1230000109',
  sub_merchant_id: '1900000109',
  merchant_trade_no: '202501010000000017',
  pay_time: moment,
};

/** Fields of events of mini programs that share the URL of the account. */
export const miniProgramEvents: Readonly<Record<string, PushFields>> = {
  weapp_audit_success: { SuccTime: moment },
  weapp_audit_fail: {
    Reason: '1:账号信息不符合规范:<br>(1):包含色情因素<br>',
    FailTime: moment,
    ScreenShot: 'mediaA|mediaB|mediaC',
  },
  weapp_audit_delay: { Reason: '审核排队中', DelayTime: moment },
  wxa_nickname_audit: { ret: 2, nickname: '示例昵称', reason: '与已有名称重复' },
  wxa_category_audit: { ret: 2, first: '1', second: '2', reason: '缺少资质' },
  wxa_privacy_apply: {
    result_info: {
      api_name: 'wx.choosePoi',
      apply_time: moment - 3600,
      audit_id: '421609337',
      audit_time: moment,
      reason: '小程序内未含有相应使用场景',
      status: 2,
    },
  },
  wxa_appeal_record: {
    appeal_record_id: '4111001',
    appid,
    appeal_time: moment,
    appeal_count: 1,
    appeal_from: 0,
    appeal_status: 1,
    punish_description: '内容涉嫌欺诈',
    material: [
      {
        illegal_material: { content: '违规内容', content_url: 'https://example.com/a' },
        appeal_material: { reason: '内容是正常的', proof_material_id: ['p1', 'p2'] },
      },
    ],
  },
  wxa_illegal_record: {
    illegal_record_id: '5001001',
    appid,
    create_time: moment,
    illegal_reason: '内容涉嫌欺诈',
    illegal_content: '违规内容',
    rule_url: 'https://example.com/rule',
    rule_name: '示例规则',
  },
  wxa_media_check: {
    appid,
    trace_id: '62f11967-2b24d27a-34715985',
    version: 2,
    detail: [{ strategy: 'content_model', errcode: 0, suggest: 'pass', label: 100, prob: 90 }],
    errcode: 0,
    errmsg: 'ok',
    result: { suggest: 'pass', label: 100 },
  },
  add_express_path: {
    DeliveryID: 'SF',
    WayBillId: '123456789',
    OrderId: '01234567894',
    Version: 2,
    Count: 1,
    Actions: [{ ActionTime: moment, ActionType: 100_001, ActionMsg: '揽件阶段-揽件成功' }],
  },
  trade_manage_remind_access_api: { msg: '请接入发货信息管理服务 API' },
  trade_manage_remind_shipping: { ...order, msg: '请及时上传发货信息' },
  trade_manage_order_settlement: {
    ...order,
    shipped_time: moment + 3600,
    estimated_settlement_time: moment + 864_000,
  },
  minigame_coin_deliver_completed: {
    MiniGame: {
      Payload: '{"OpenId":"oT8wq5Hk0_pQe-9VtUa3GxZi6MnE","OutTradeNo":"202501010000000017","Env":0}',
      PayEventSig: 'f749f67b751fa80f27ddc0b7c8d2821aeda162ea22b323cd64a2c8056c27a1b2',
      IsMock: 'true',
    },
  },
};
