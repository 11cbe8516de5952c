import { ParseError } from '../../lib/errors';
import { events } from '../../lib/model/events';
import { notices } from '../../lib/model/notices';
import { number, readShape } from '../../lib/model/shape';
import type { Body, Reader, Shape } from '../../lib/model/shape';
import type { Data, Field } from '../../lib/wire/data';

describe('the tables of events', () => {
  it('have no event twice, whatever the case of its name', () => {
    const names = Object.keys(events).map((name) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });
});

const picture = (PicMd5Sum: string) => ({ PicMd5Sum });

/** Every repeatable element: the event, where it is, one of it as sent and as read. */
const lists: [keyof typeof events, string, Field, unknown][] = [
  [
    'MASSSENDJOBFINISH',
    'CopyrightCheckResult.ResultList.item',
    { ArticleIdx: '1', OriginalArticleUrl: 'http://mp.weixin.qq.com/s/a' },
    { ArticleIdx: 1, OriginalArticleUrl: 'http://mp.weixin.qq.com/s/a' },
  ],
  [
    'MASSSENDJOBFINISH',
    'ArticleUrlResult.ResultList.item',
    { ArticleIdx: '1', ArticleUrl: 'http://mp.weixin.qq.com/s/a' },
    { ArticleIdx: 1, ArticleUrl: 'http://mp.weixin.qq.com/s/a' },
  ],
  [
    'PUBLISHJOBFINISH',
    'PublishEventInfo.article_detail.item',
    { idx: '1', article_url: 'http://mp.weixin.qq.com/s/a' },
    { idx: 1, article_url: 'http://mp.weixin.qq.com/s/a' },
  ],
  ['PUBLISHJOBFINISH', 'PublishEventInfo.fail_idx', '3', 3],
  ['pic_sysphoto', 'SendPicsInfo.PicList.item', picture('1111'), picture('1111')],
  ['pic_photo_or_album', 'SendPicsInfo.PicList.item', picture('1111'), picture('1111')],
  ['pic_weixin', 'SendPicsInfo.PicList.item', picture('1111'), picture('1111')],
  [
    'subscribe_msg_popup_event',
    'SubscribeMsgPopupEvent.List',
    { TemplateId: 't-1', SubscribeStatusString: 'accept', PopupScene: '2' },
    { TemplateId: 't-1', SubscribeStatusString: 'accept', PopupScene: 2 },
  ],
  [
    'subscribe_msg_change_event',
    'SubscribeMsgChangeEvent.List',
    { TemplateId: 't-1', SubscribeStatusString: 'reject' },
    { TemplateId: 't-1', SubscribeStatusString: 'reject' },
  ],
  [
    'ShakearoundUserShake',
    'AroundBeacons.AroundBeacon',
    { Uuid: 'u-1', Major: '1', Minor: '2', Distance: '12.500' },
    { Uuid: 'u-1', Major: 1, Minor: 2, Distance: 12.5 },
  ],
  [
    'add_express_path',
    'Actions',
    { ActionTime: '1735690000', ActionType: '100001', ActionMsg: 'picked up' },
    { ActionTime: 1735690000, ActionType: 100001, ActionMsg: 'picked up' },
  ],
  [
    'wxa_media_check',
    'detail',
    { strategy: 'content_model', errcode: '0', suggest: 'pass', label: '100', prob: '90' },
    { strategy: 'content_model', errcode: 0, suggest: 'pass', label: 100, prob: 90 },
  ],
  [
    'wxa_appeal_record',
    'material',
    { illegal_material: { content: 'c' }, appeal_material: { reason: 'r', proof_material_id: 'p1' } },
    { illegal_material: { content: 'c' }, appeal_material: { reason: 'r', proof_material_id: ['p1'] } },
  ],
  ['wxa_appeal_record', 'material.0.appeal_material.proof_material_id', 'p1', 'p1'],
];

describe.each(lists)('the list %s %s', (name, path, item, expected) => {
  const steps = path.split('.');
  const read = (items: Field | undefined): unknown => {
    const elements = steps.filter((step) => step !== '0');
    const data = elements.reduceRight<Field | undefined>((inner, step) => ({ [step]: inner }), items);
    return steps.reduce<unknown>((value, step) => (value as Data)[step], body(name, data as Data));
  };

  it('is an array of one for one item', () => expect(read(item)).toMatchObject([expected]));
  it('is an array for more items', () =>
    expect(read([item, item, item])).toMatchObject([expected, expected, expected]));
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['a line break', '\n'],
  ])('is an empty array when the element is %s', (_case, items) => expect(read(items)).toEqual([]));
});

describe('a block around a list', () => {
  it.each(['', '\n'])('may be %j', (blank) => {
    const { CopyrightCheckResult } = body('MASSSENDJOBFINISH', {
      CopyrightCheckResult: { Count: '0', ResultList: blank, CheckState: '0' },
    });
    expect(CopyrightCheckResult).toMatchObject({ Count: 0, ResultList: { item: [] }, CheckState: 0 });
  });

  it('may hold nothing but line breaks', () => {
    const { CopyrightCheckResult, ArticleUrlResult } = body('MASSSENDJOBFINISH', {
      CopyrightCheckResult: '\n\n',
      ArticleUrlResult: '\n',
    });
    expect(CopyrightCheckResult?.ResultList.item).toEqual([]);
    expect(ArticleUrlResult?.ResultList.item).toEqual([]);
    for (const block of [CopyrightCheckResult, ArticleUrlResult]) expect(block).not.toHaveProperty('Count');
  });

  it('is left out of old pushes that do not have it', () => {
    const legacy = body('MASSSENDJOBFINISH', {
      MsgID: '1000001207',
      Status: 'sendsuccess',
      TotalCount: '100',
    });
    expect(legacy).not.toHaveProperty('CopyrightCheckResult');
    expect(legacy).not.toHaveProperty('ArticleUrlResult');
  });

  it('collects its items when it is repeated itself', () => {
    const { SendPicsInfo } = body('pic_weixin', {
      SendPicsInfo: {
        PicList: [{ item: picture('1111') }, { item: [picture('2222'), picture('3333')] }, ''],
        Count: '3',
      },
    });
    expect(SendPicsInfo).toMatchObject({
      Count: 3,
      PicList: { item: [picture('1111'), picture('2222'), picture('3333')] },
    });
  });

  it('does not hold text', () => {
    expect(() => body('pic_weixin', { SendPicsInfo: 'three' })).toThrow(ParseError);
    expect(() => body('pic_weixin', { SendPicsInfo: { PicList: { item: 'one' } } })).toThrow(ParseError);
  });
});

describe('a subscription event', () => {
  const template = (TemplateId: string) => ({ TemplateId, SubscribeStatusString: 'reject' });
  const items = [template('t-1'), template('t-2')];
  const ids = (list: readonly { TemplateId: string }[]) => list.map(({ TemplateId }) => TemplateId);

  it.each<[string, Data]>([
    ['its own wrapper', { SubscribeMsgChangeEvent: { List: items } }],
    ['the wrapper of the popup event', { SubscribeMsgPopupEvent: { List: items } }],
    ['no wrapper, as in JSON', { List: items }],
  ])('of change reads the same from %s', (_case, data) => {
    expect(ids(body('subscribe_msg_change_event', data).SubscribeMsgChangeEvent.List)).toEqual([
      't-1',
      't-2',
    ]);
  });

  it.each<[string, Data]>([
    ['its wrapper', { SubscribeMsgPopupEvent: { List: items } }],
    ['no wrapper, as in JSON', { List: items }],
  ])('of a popup reads the same from %s', (_case, data) => {
    expect(ids(body('subscribe_msg_popup_event', data).SubscribeMsgPopupEvent.List)).toEqual(['t-1', 't-2']);
  });

  it('takes the single object that JSON has for one entry', () => {
    const { SubscribeMsgPopupEvent } = body('subscribe_msg_popup_event', { List: template('t-1') });
    expect(ids(SubscribeMsgPopupEvent.List)).toEqual(['t-1']);
  });

  it.each<[string, (List: Data) => Data]>([
    ['its wrapper', (List) => ({ SubscribeMsgSentEvent: { List } })],
    ['no wrapper, as in JSON', (List) => ({ List })],
    ['an array of one', (List) => ({ List: [List] })],
  ])('of sending reads the same from %s', (_case, wrap) => {
    const sent = { TemplateId: 't-1', MsgID: '1700827132819554304', ErrorCode: '0', ErrorStatus: 'success' };
    expect(body('subscribe_msg_sent_event', wrap(sent)).SubscribeMsgSentEvent.List).toMatchObject({
      TemplateId: 't-1',
      MsgID: '1700827132819554304',
      ErrorCode: 0,
      ErrorStatus: 'success',
    });
  });

  it('has an empty list when nothing is there', () => {
    expect(body('subscribe_msg_change_event', {}).SubscribeMsgChangeEvent.List).toEqual([]);
  });
});

describe('near-twin names', () => {
  it.each<[keyof typeof events, Data]>([
    ['poi_check_notify', { msg: 'lower', Msg: 'upper' }],
    ['user_authorize_invoice', { AuthorizeAppId: 'wx1', AppId: 'wx2', Source: 'web', source: 'wap' }],
    ['WifiConnected', { ShopId: '1', PlaceId: '2' }],
    ['user_info_modified', { OpenID: 'o1', AppID: 'wx1', openid: 'o2', appid: 'wx2' }],
    ['guide_qrcode_scan_event', { GuideScanEvent: { openid: 'o1', qrcode_guide_openid: 'o2' } }],
  ])('of %s stay apart', (name, data) => expect(body(name, data)).toMatchObject(data));

  it('of a notice stay apart', () => {
    const data = { AppId: 'wx-platform', appid: 'wx-mini' };
    expect(readShape(notices.notify_third_fasteregister, data)).toMatchObject(data);
  });
});

describe('a field that WeChat does not always send', () => {
  it.each<[keyof typeof events, string[]]>([
    ['subscribe', ['EventKey', 'Ticket']],
    ['VIEW', ['MenuId']],
    ['card_pass_check', ['RefuseReason']],
    ['user_get_card', ['UnionId']],
    ['user_consume_card', ['StaffOpenId', 'VerifyCode', 'RemarkAmount']],
    ['user_authorize_invoice', ['AuthorizeAppId', 'AppId', 'Source', 'source']],
    ['poi_check_notify', ['msg', 'Msg']],
    ['WifiConnected', ['ShopId', 'PlaceId']],
    ['user_info_modified', ['UnionID', 'openid', 'appid']],
    ['wxa_media_check', ['version', 'result', 'isrisky', 'extra_info_json', 'status_code']],
    ['trade_manage_remind_access_api', ['msg']],
  ])('is left out of %s', (name, fields) => {
    const message = body(name, {});
    for (const field of fields) expect(message).not.toHaveProperty(field);
  });

  it('is left out of a nested element', () => {
    const { PublishEventInfo } = body('PUBLISHJOBFINISH', { PublishEventInfo: { publish_status: '2' } });
    expect(PublishEventInfo).not.toHaveProperty('article_id');
    expect(PublishEventInfo).not.toHaveProperty('article_detail');
    expect(body('guide_invite_result_event', {}).GuideInviteEvent).not.toHaveProperty('guide_account');
  });

  it('is an empty string, not missing, when it is sent empty', () => {
    expect(body('subscribe', { EventKey: '' })).toHaveProperty('EventKey', '');
  });
});

describe('text', () => {
  it.each<[keyof typeof events, string]>([
    ['user_consume_card', 'UserCardCode'],
    ['user_consume_card', 'ConsumeSource'],
    ['user_consume_card', 'LocationName'],
    ['card_pay_order', 'OrderId'],
    ['submit_invoice_title', 'tax_no'],
    ['kf_create_session', 'KfAccount'],
    ['CLICK', 'EventKey'],
  ])('of an id is trimmed: %s %s', (name, field) => {
    expect(body(name, { [field]: ' \n012345678901 \n' })).toHaveProperty([field], '012345678901');
  });

  it.each<[keyof typeof events, string]>([
    ['card_not_pass_check', 'RefuseReason'],
    ['weapp_audit_fail', 'Reason'],
    ['naming_verify_fail', 'FailReason'],
    ['submit_invoice_title', 'title'],
    ['debug_demo', 'debug_str'],
  ])('of a person is not trimmed: %s %s', (name, field) => {
    expect(body(name, { [field]: ' as written ' })).toHaveProperty([field], ' as written ');
  });

  it('of an address keeps its leading space', () => {
    const { SendLocationInfo } = body('location_select', {
      SendLocationInfo: { Location_X: '30.274085', Location_Y: '120.155070', Scale: '15', Label: ' 杭州市' },
    });
    expect(SendLocationInfo).toMatchObject({ Label: ' 杭州市', Poiname: '', Location_X: 30.274085 });
  });

  it('that WeChat has signed is kept as it is', () => {
    const Payload = ' {"Env":0}\n';
    const { MiniGame } = body('minigame_coin_deliver_completed', { MiniGame: { Payload, IsMock: 'true' } });
    expect(MiniGame).toMatchObject({ Payload, IsMock: 'true' });
  });

  it.each<[keyof typeof events, Data]>([
    ['kf_create_session', { KfAccount: { item: 'x' } }],
    ['weapp_audit_fail', { Reason: { br: '' } }],
    ['TEMPLATESENDJOBFINISH', { MsgID: [{ id: '1' }] }],
    ['annual_renew', { ExpiredTime: { at: '1' } }],
    ['PUBLISHJOBFINISH', { PublishEventInfo: { publish_id: { id: '1' } } }],
  ])('is not read from elements: %s', (name, data) => expect(() => body(name, data)).toThrow(ParseError));
});

describe('a number', () => {
  it.each<[keyof typeof events, string, string, number]>([
    ['LOCATION', 'Precision', '65.000000', 65],
    ['update_member_card', 'ModifyBalance', '-1200', -1200],
    ['user_pay_from_pay_cell', 'Fee', ' 8800 ', 8800],
    ['card_pay_order', 'PayFinishTime', '0', 0],
    ['annual_renew', 'ExpiredTime', '1738368000', 1738368000],
  ])('of %s: %s %j is %d', (name, field, sent, expected) => {
    expect(body(name, { [field]: sent })).toHaveProperty([field], expected);
  });

  it.each([undefined, '', ' \n', 'many'])('that is %j is left out, in every event and notice', (sent) => {
    for (const shape of [...Object.values(events), ...Object.values(notices)] as readonly Shape[]) {
      expect(JSON.stringify(readShape(shape, {}))).not.toContain('null');
      for (const [name, item] of Object.entries(shape)) {
        if (item !== number && !isOptionalNumber(item)) continue;
        expect(readShape(shape, sent === undefined ? {} : { [name]: sent })).not.toHaveProperty([name]);
      }
    }
    const { PublishEventInfo } = body('PUBLISHJOBFINISH', {
      PublishEventInfo: { fail_idx: ['1', sent ?? '', '3'] },
    });
    expect(PublishEventInfo.fail_idx).toEqual([1, 3]);
  });

  it.each<[keyof typeof events, string, string]>([
    ['TEMPLATESENDJOBFINISH', 'MsgID', '3720945518273396736'],
    ['user_pay_from_pay_cell', 'TransId', '4200001234202501010000000001'],
    ['user_get_card', 'UserCardCode', '012345678901'],
    ['create_map_poi_audit_info', 'map_poi_id', '8800000000000000017'],
    ['apply_merchant_audit_info', 'audit_id', '20118'],
    ['submit_invoice_title', 'bank_no', '6200000000000000001'],
    ['user_scan_product', 'KeyStr', '6900000000017'],
    ['VIEW', 'MenuId', '430017785'],
    ['wxa_category_audit', 'first', '1'],
  ])('is not made of an id: %s %s', (name, field, sent) => {
    expect(body(name, { [field]: sent })).toHaveProperty([field], sent);
  });
});

describe('what the tables do not know', () => {
  it('is kept, beside and inside what they know', () => {
    const later = { Added: { Deep: ['1', '2'] } };
    expect(body('CLICK', { EventKey: 'MENU', ...later })).toMatchObject({ EventKey: 'MENU', ...later });
    expect(body('scancode_push', { ScanCodeInfo: { ScanType: 'qrcode', ...later } })).toMatchObject({
      ScanCodeInfo: { ScanType: 'qrcode', ScanResult: '', ...later },
    });
  });

  it('is kept for events whose fields are unknown', () => {
    const data = { GuideBuyer: { openid: 'o1' } };
    expect(body('add_guide_buyer_relation_event', data)).toEqual(data);
  });

  it('may be called like something every object has', () => {
    const data = Object.assign(Object.create(null) as Record<string, string>, {
      constructor: 'a',
      toString: 'b',
    });
    expect(Object.entries(body('CLICK', data))).toEqual([
      ['EventKey', ''],
      ['constructor', 'a'],
      ['toString', 'b'],
    ]);
  });
});

/** Reads a digit as a number: one of these behind `optional()`. An element does not take text. */
function isOptionalNumber(item: Reader<unknown> | Shape): boolean {
  if (typeof item !== 'function' || item.optional !== true) return false;
  try {
    return item('7', 'x', {}) === 7;
  } catch {
    return false;
  }
}

describe('events and notices that SDKs know more of', () => {
  it.each<[keyof typeof events, Data, object]>([
    [
      'wx_verify_dispatch',
      { Provider: 'p', Contact: 'c', DispatchTime: '1735690000' },
      { Provider: 'p', Contact: 'c', DispatchTime: 1735690000 },
    ],
    ['wx_verify_pay_succ', { OrderId: '0012' }, { OrderId: '0012' }],
    ['wxa_appeal_record', { audit_reason: ' why ' }, { audit_reason: ' why ' }],
  ])('fill their fields: %s', (name, data, expected) => expect(body(name, data)).toMatchObject(expected));

  it.each<[keyof typeof notices, Data, object]>([
    [
      'notify_third_fasteregister',
      { info: { wxuser: 'w', idname: 'n', component_phone: '1' } },
      { info: { wxuser: 'w', idname: 'n', component_phone: '1' } },
    ],
    [
      'notify_third_fastregisterbetaapp',
      { info: { unique_id: '01', name: 'n' } },
      { info: { unique_id: '01', name: 'n' } },
    ],
    ['notify_icpfiling_verify_result', { result: '3', task_id: '07' }, { result: 3, task_id: '07' }],
    ['notify_apply_icpfiling_result', { beian_status: '6' }, { beian_status: 6 }],
    ['notify_3rd_wxa_auth_and_icp', { procedure_status: '16' }, { procedure_status: 16 }],
    [
      'order_path_apply_result_notify',
      { list: { appid: 'a', ret_code: '0' } },
      { list: [{ appid: 'a', ret_code: 0 }] },
    ],
    [
      'order_path_audit_result_notify',
      { list: [{ appid: 'a', status: '3', audit_time: '' }] },
      { list: [{ appid: 'a', status: 3 }] },
    ],
  ])('fill their fields: %s', (name, data, expected) => {
    const shape: Shape = notices[name];
    expect(readShape(shape, data)).toMatchObject(expected);
    expect(JSON.stringify(readShape(shape, data))).not.toContain('null');
  });
});

function body<E extends keyof typeof events>(name: E, data: Data): Body<(typeof events)[E]> {
  return readShape<(typeof events)[E]>(events[name], data);
}
