import type { PushFields } from '../push-types';
import { appid, friend, moment, yearLater } from './values';

const beacon = { Uuid: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9', Major: 12_345, Minor: 54_321 };
const product = { KeyStandard: 'ean13', KeyStr: '6901481811083' };
const scanned = { ...product, ExtInfo: '123' };
const person = { OpenID: friend, AppID: appid };

/**
 * Fields of events of the account itself, its verification, shops, products, guides, and who authorised it.
 */
export const accountEvents: Readonly<Record<string, PushFields>> = {
  qualification_verify_success: { ExpiredTime: yearLater },
  qualification_verify_fail: { FailTime: moment, FailReason: '资料不全' },
  naming_verify_success: { ExpiredTime: yearLater },
  naming_verify_fail: { FailTime: moment, FailReason: '名称已被占用' },
  annual_renew: { ExpiredTime: yearLater },
  verify_expired: { ExpiredTime: moment },
  wx_verify_refill: { RefillTime: moment, RefillReason: '资料不全' },
  wx_verify_fail: { FailTime: moment, FailReason: '资料不全' },
  poi_check_notify: { UniqId: '123adb', PoiId: '402100017', Result: 'fail', msg: '地址不准确' },
  create_map_poi_audit_info: {
    audit_id: '20117',
    status: 1,
    map_poi_id: '8800000000000000017',
    name: '示例店',
    address: '示例路 88 号',
    latitude: 30.274085,
    longitude: 120.15507,
    sh_remark: '',
  },
  apply_merchant_audit_info: { audit_id: '20118', status: 3, reason: '资质过期' },
  modify_store_audit_info: { audit_id: '20120', status: 3, reason: '图片模糊' },
  add_store_audit_info: { audit_id: '20119', status: 3, reason: '图片模糊', is_upgrade: 0, poiid: '0' },
  WifiConnected: {
    ConnectTime: moment,
    ExpireTime: moment + 3600,
    VendorId: '3001224419',
    ShopId: '5500017',
    DeviceNo: '00:1f:7a:ad:5c:a8',
  },
  ShakearoundUserShake: {
    ChosenBeacon: { ...beacon, Distance: 0.057 },
    AroundBeacons: { AroundBeacon: [{ ...beacon, Distance: 166.816 }] },
  },
  user_scan_product: { ...scanned, Country: '中国', Province: '广东', City: '揭阳', Sex: 1, Scene: 2 },
  user_scan_product_enter_session: scanned,
  user_scan_product_async: { ...scanned, RegionCode: '440105' },
  user_scan_product_verify_action: { ...product, Result: 'verify_ok', ReasonMsg: '' },
  merchant_order: {
    OrderId: 'test_order_id',
    OrderStatus: 2,
    ProductId: 'test_product_id',
    SkuInfo: '10001:1000012;10002:100021',
  },
  guide_invite_result_event: { GuideInviteEvent: { guide_account: 'sample_guide', invite_result: 1 } },
  guide_qrcode_scan_event: {
    GuideScanEvent: {
      qrcode_guide_account: 'sample_guide',
      qrcode_guide_openid: friend,
      openid: friend,
      action: 1,
      qrcode_info: 'store-17',
    },
  },
  user_info_modified: person,
  user_authorization_revoke: { ...person, RevokeInfo: '201' },
  user_authorization_cancellation: person,
};
