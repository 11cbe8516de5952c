import { SaxesParser } from 'saxes';
import type { Message } from 'offiaccount';
import { readConfig } from '../../lib/config';
import { decryptBody } from '../../lib/inbound/decrypt';
import { parsePush } from '../../lib/inbound/parse';
import { samples } from '../support/attack-mutate';
import { account, openid } from '../support/push';

const settings = readConfig({ appId: account.appId, token: account.token });
const read = (text: string): Message =>
  parsePush(decryptBody(text, {}, { timestamp: '', nonce: '' }, settings), settings).message;

const card = 'pT8wq5SampleCardId0000000001';
const template = (TemplateId: string, SubscribeStatusString: string, PopupScene: number) => ({
  TemplateId,
  SubscribeStatusString,
  PopupScene,
});
const [templateA, templateB] = [
  'k2VwSampleTemplateIdAAA-0123456789abcdefghi',
  'Zr7qSampleTemplateIdBBB-9876543210zyxwvutsr',
];
const article = (ArticleIdx: number) => ({
  ArticleIdx,
  ArticleUrl: `http://mp.weixin.qq.com/s/sampleArticle0${ArticleIdx}`,
});
const event = (Event: string, fields: object) => ({ MsgType: 'event', Event, ...fields });

/** What is easily got wrong, by hand. */
const tricky: Readonly<Record<string, object>> = {
  'msg-text.xml': { MsgType: 'text', Content: '你好，请问周末几点开门？谢谢你', MsgId: '24718305561935662' },
  'msg-text-cdata-split.xml': { Content: '数组写法 a[b[0]]> 1' },
  'msg-text-empty-content.xml': { Content: '', MsgId: '24718305561967338' },
  'msg-text-from-article.xml': { MsgDataId: '2247489913_2', Idx: 2 },
  'msg-text-menu-click.xml': { Content: '非常满意', bizmsgmenuid: 'sat_5' },
  'msg-text-multiline-emoji.xml': { Content: '第一行 😀\n第二行 <不是标签> & 5 > 3\n/::)' },
  'msg-text-no-cdata-entities.xml': { Content: 'Tom & Jerry <3' },
  'msg-location.xml': {
    MsgType: 'location',
    Location_X: 30.274085,
    Location_Y: 120.15507,
    Scale: 16,
    Label: '杭州市西湖区示例路 88 号',
  },
  'msg-location-empty-label.xml': { Location_X: -33.856784, Label: '' },
  'msg-voice-empty-recognition.xml': { MsgType: 'voice', Format: 'amr', Recognition: '' },
  'msg-shortvideo.xml': { MsgType: 'shortvideo' },
  'msg-file.xml': { MsgType: 'file', Title: '报价单.pdf', FileTotalLen: 131482 },
  'msg-link.xml': { Title: '示例文章 <第 3 期>', Description: '一段简介 & 说明' },
  'msg-device-event-subscribe-status.xml': { MsgType: 'device_event', Event: 'subscribe_status', OpType: 2 },
  'msg-unknown-type.xml': { MsgType: 'some_future_type', Payload: 'new', MsgId: '24718305562086123' },
  'event-unknown.xml': event('some_future_event', { SomeKey: 'value' }),
  'event-location.xml': event('LOCATION', { Latitude: 30.274085, Longitude: 120.15507, Precision: 65 }),
  'event-subscribe.xml': event('subscribe', { EventKey: '' }),
  'event-subscribe-qrscene.xml': event('subscribe', { EventKey: 'qrscene_1024' }),
  'event-subscribe-scanbarcode.xml': event('subscribe', { EventKey: 'scanbarcode|ean13|6900000000017' }),
  'event-view.xml': event('VIEW', {
    EventKey: 'https://shop.example.com/list?cat=3&sort=new',
    MenuId: '430017785',
  }),
  'event-location-select.xml': event('location_select', {
    SendLocationInfo: {
      Location_X: 30.274085,
      Location_Y: 120.15507,
      Scale: 15,
      Label: ' 杭州市西湖区示例路 88 号',
      Poiname: '',
    },
  }),
  'event-templatesendjobfinish-failed.xml': event('TEMPLATESENDJOBFINISH', {
    MsgID: '3720945518273396738',
    Status: 'failed: system failed',
  }),
  'event-templatesendjobfinish-blocked.xml': event('TEMPLATESENDJOBFINISH', { Status: 'failed:user block' }),
  'event-masssendjobfinish.xml': event('MASSSENDJOBFINISH', {
    MsgID: '1000004821',
    CopyrightCheckResult: { Count: 0, ResultList: { item: [] }, CheckState: 0 },
    ArticleUrlResult: { Count: 1, ResultList: { item: [article(1)] } },
  }),
  'event-masssendjobfinish-copyright.xml': event('MASSSENDJOBFINISH', {
    ArticleUrlResult: { Count: 2, ResultList: { item: [article(1), article(2)] } },
  }),
  'event-subscribe-msg-popup.xml': event('subscribe_msg_popup_event', {}),
  'event-subscribe-msg-sent.xml': event('subscribe_msg_sent_event', {
    SubscribeMsgSentEvent: {
      List: { TemplateId: templateA, MsgID: '2814906637150208002', ErrorCode: 0, ErrorStatus: 'success' },
    },
  }),
  'json-subscribe-msg-popup-one.json': event('subscribe_msg_popup_event', {
    SubscribeMsgPopupEvent: { List: [template(templateA, 'accept', 0)] },
  }),
  'json-subscribe-msg-popup-two.json': event('subscribe_msg_popup_event', {
    SubscribeMsgPopupEvent: { List: [template(templateA, 'accept', 0), template(templateB, 'reject', 0)] },
  }),
  'json-text.json': { MsgType: 'text', Content: '你好', MsgId: '24718305561935662', CreateTime: 1735689661 },
  'event-user-get-card-gift.xml': event('user_get_card', {
    CardId: card,
    UserCardCode: '555566667777',
    IsGiveByFriend: 1,
    OldUserCardCode: '012345678901',
  }),
  'event-user-consume-card-spaced.xml': event('user_consume_card', {
    CardId: card,
    UserCardCode: '012345678901',
    ConsumeSource: 'FROM_API',
  }),
  'event-user-pay-from-pay-cell.xml': event('user_pay_from_pay_cell', {
    TransId: '4200001234202501010000000001',
    Fee: 8800,
    OriginalFee: 10000,
  }),
  'event-update-member-card.xml': event('update_member_card', { ModifyBonus: 30, ModifyBalance: -1200 }),
  'event-giftcard-send-to-friend.xml': event('giftcard_send_to_friend', {
    IsChatRoom: 'true',
    IsReturnBack: 'false',
  }),
  'event-create-map-poi-audit-info.xml': event('create_map_poi_audit_info', {
    map_poi_id: '8800000000000000017',
  }),
  'event-wificonnected.xml': event('WifiConnected', { VendorId: '3001999999', ShopId: '5500017' }),
  'event-weapp-audit-fail.xml': event('weapp_audit_fail', {
    Reason: '1:账号信息不符合规范:<br>(1):示例原因<br>',
  }),
  'event-wxa-appeal-record.xml': event('wxa_appeal_record', {
    appid: 'wx4f0c2b9d7e61a853',
    material: [
      { appeal_material: { proof_material_id: ['p1', 'p2'] } },
      { appeal_material: { proof_material_id: ['p3'] } },
    ],
  }),
  'event-user-authorization-revoke.xml': event('user_authorization_revoke', {
    FromUserName: 'oT8wq5PlatformPushUser_00001',
    OpenID: openid,
    AppID: account.appId,
    RevokeInfo: '205',
  }),
  'component-verify-ticket.xml': {
    MsgType: 'notice',
    InfoType: 'component_verify_ticket',
    AppId: 'wx9b27d3e05c8fa146',
    CreateTime: 1735696920,
    FromUserName: '',
  },
  'component-authorized.xml': {
    InfoType: 'authorized',
    AuthorizerAppid: 'wx4f0c2b9d7e61a853',
    AuthorizationCodeExpiredTime: 1735700581,
  },
  'component-notify-third-fasteregister.xml': {
    AppId: 'wx9b27d3e05c8fa146',
    appid: 'wx7a6b5c4d3e2f1098',
    status: 0,
    info: { code_type: 1, component_phone: '057100000000' },
  },
};

it.each(Object.entries(tricky))('%s is read as it was meant', (file, fields) => {
  const { text } = samples.find((sample) => sample.file === file)!;
  expect(JSON.parse(JSON.stringify(read(text)))).toMatchObject(fields);
});

/** Every element without elements in it, with its text; by a parser that is no relative of ours. */
function textsOf(xml: string): [string, string][] {
  const texts: [string, string][] = [];
  const open: { name: string; text: string; leaf: boolean }[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.leaf = false;
    open.push({ name, text: '', leaf: true });
  });
  const add = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const { name, text, leaf } = open.pop()!;
    if (leaf) texts.push([name, text]);
  });
  parser.write(xml.trim()).close();
  return texts;
}

/** The same of a JSON body, with the digits of its numbers. */
const textsOfJson = (json: string): [string, string][] =>
  [...json.matchAll(/"(\w+)"\s*:\s*(?:"([^"]*)"|(-?\d+))/g)].map(([, name = '', text, digits]) => [
    name,
    text ?? digits ?? '',
  ]);

/** Every field of a message that is no object, by name. */
function fieldsOf(value: unknown, name = ''): [string, unknown][] {
  if (Array.isArray(value)) return value.flatMap((each) => fieldsOf(each, name));
  if (typeof value !== 'object' || value === null) return [[name, value]];
  return Object.entries(value).flatMap(([key, child]) => fieldsOf(child, key));
}

/** What may be trimmed, and what is a number. */
const same = (text: string, value: unknown): boolean =>
  typeof value === 'number' ? Number(text) === value : value === text || value === text.trim();

it.each(samples.map(({ file, text }) => [file, text]))('%s loses nothing on the way', (file, text) => {
  const message = read(text);
  const fields = fieldsOf(message);
  const sent = file.endsWith('.json') ? textsOfJson(text) : textsOf(text);
  expect(sent.length).toBeGreaterThan(3);
  for (const [name, was] of sent) {
    // An element that is empty where elements are expected holds nothing to lose; names of kinds are spelled as in the tables.
    if (was.trim() === '') continue;
    const found = fields.filter(([field]) => field === name);
    const kept = found.some(
      ([, value]) =>
        same(was, value) || (name === 'Event' && String(value).toLowerCase() === was.trim().toLowerCase()),
    );
    expect({ name, was, kept }).toEqual({ name, was, kept: true });
  }
});

it.each(samples.map(({ file, text }) => [file, text]))(
  '%s has its ids to the last digit, and no other type than it says',
  (_file, text) => {
    const message = read(text);
    const field = (name: string) =>
      new RegExp(`<${name}>\\s*(?:<!\\[CDATA\\[)?([^<\\]]*)|"${name}"\\s*:\\s*"?([^",}]*)`)
        .exec(text)
        ?.slice(1)
        .join('')
        .trim();
    for (const name of [
      'MsgId',
      'MsgID',
      'publish_id',
      'UserCardCode',
      'TransId',
      'map_poi_id',
      'FromUserName',
      'ToUserName',
    ]) {
      const was = field(name);
      if (was === undefined) continue;
      expect(fieldsOf(message).filter(([key]) => key === name)).toContainEqual([name, was]);
    }
    if (field('MsgType') === undefined)
      expect(message).toMatchObject({ MsgType: 'notice', InfoType: field('InfoType') });
    else expect(message.MsgType).toBe(field('MsgType')?.toLowerCase());
    if ('Event' in message) expect(message.Event.toLowerCase()).toBe(field('Event')?.toLowerCase());
    expect(message.CreateTime).toBe(Number(field('CreateTime')));
  },
);

it('there are samples of everything', () => {
  expect(samples.length).toBeGreaterThanOrEqual(125);
});
