import type { EventMessage, EventName, NoticeMessage, NoticeName } from '../../lib/model/message';

type Equal<A, B> =
  (<T>(value: T) => T extends A ? 1 : 2) extends <T>(value: T) => T extends B ? 1 : 2 ? true : false;

/** Compiles only for `true`. */
const check = <T extends true>(proof: T): T => proof;

type Mass = EventMessage<'MASSSENDJOBFINISH'>;
type CheckedArticle = NonNullable<Mass['CopyrightCheckResult']>['ResultList']['item'][number];
type Published = EventMessage<'PUBLISHJOBFINISH'>['PublishEventInfo'];
type Popup = EventMessage<'subscribe_msg_popup_event'>['SubscribeMsgPopupEvent']['List'];
type Sent = EventMessage<'subscribe_msg_sent_event'>['SubscribeMsgSentEvent']['List'];
type Click = EventMessage<'CLICK'>;
type IsOptional<T, K extends keyof T> = undefined extends T[K] ? true : false;
type IsReadonlyArray<T> = T extends readonly unknown[] ? (T extends unknown[] ? false : true) : false;

it('types every event from its entry', () => {
  // The header comes with every event, its name is its own.
  check<Equal<Click['Event'], 'CLICK'>>(true);
  check<Equal<Click['MsgType'], 'event'>>(true);
  check<Equal<Click['FromUserName'], string>>(true);
  check<Equal<Click['CreateTime'], number>>(true);
  check<Equal<Click['EventKey'], string>>(true);

  // Ids are text, counts are numbers.
  check<Equal<Mass['MsgID'], string>>(true);
  check<Equal<Mass['TotalCount'], number>>(true);
  check<Equal<Published['publish_id'], string>>(true);
  check<Equal<Published['publish_status'], number>>(true);
  check<Equal<EventMessage<'user_get_card'>['UserCardCode'], string>>(true);
  check<Equal<EventMessage<'user_pay_from_pay_cell'>['Fee'], number>>(true);
  check<Equal<EventMessage<'location_select'>['SendLocationInfo']['Location_X'], number>>(true);
  check<Equal<Sent['MsgID'], string>>(true);
  check<Equal<Sent['ErrorCode'], number>>(true);

  // What repeats is a readonly array.
  check<IsReadonlyArray<NonNullable<Mass['CopyrightCheckResult']>['ResultList']['item']>>(true);
  check<Equal<CheckedArticle['ArticleIdx'], number>>(true);
  check<Equal<CheckedArticle['OriginalArticleUrl'], string>>(true);
  check<Equal<Published['fail_idx'], readonly number[]>>(true);
  check<IsReadonlyArray<Popup>>(true);
  check<Equal<Popup[number]['PopupScene'], number>>(true);
  check<IsReadonlyArray<EventMessage<'pic_weixin'>['SendPicsInfo']['PicList']['item']>>(true);
  check<IsReadonlyArray<EventMessage<'ShakearoundUserShake'>['AroundBeacons']['AroundBeacon']>>(true);

  // What may be missing is optional, the rest is not.
  check<IsOptional<Mass, 'CopyrightCheckResult'>>(true);
  check<Equal<IsOptional<Mass, 'MsgID'>, false>>(true);
  check<IsOptional<Published, 'article_detail'>>(true);
  check<IsOptional<EventMessage<'subscribe'>, 'EventKey'>>(true);
  check<Equal<IsOptional<EventMessage<'SCAN'>, 'EventKey'>, false>>(true);
  check<IsOptional<EventMessage<'wxa_media_check'>, 'result'>>(true);

  // Documented words are completed; others are taken too.
  check<Equal<Popup[number]['SubscribeStatusString'], 'accept' | 'reject' | (string & {})>>(true);

  // Notices have their own.
  check<Equal<NoticeMessage<'authorized'>['AuthorizationCodeExpiredTime'], number>>(true);
  check<Equal<NoticeMessage<'notify_third_fasteregister'>['info']['code'], string | undefined>>(true);
  check<Equal<NoticeMessage<'unauthorized'>['InfoType'], 'unauthorized'>>(true);

  expect(check<true>(true)).toBe(true);
});

it('narrows by name', () => {
  const describe = (message: EventMessage<'CLICK' | 'SCAN' | 'kf_close_session'>): string =>
    message.Event === 'kf_close_session' ? message.KfAccount : message.EventKey;
  // @ts-expect-error only one of them has it
  const ticket: keyof EventMessage<'CLICK' | 'SCAN'> = 'Ticket';
  expect([describe, ticket]).toHaveLength(2);
});

it('does not take what WeChat does not send', () => {
  // @ts-expect-error a typo in an event name
  const typo: EventName = 'subcribe';
  // @ts-expect-error handled under another name
  const alias: EventName = 'FREEPUBLISHJOBFINISH';
  // @ts-expect-error a typo in a notice
  const notice: NoticeName = 'notify_third_fastregister';
  // @ts-expect-error it can be missing
  const count = (message: Mass): number => message.CopyrightCheckResult.Count;
  // @ts-expect-error it is `MsgID` here
  const id: keyof Mass = 'MsgId';
  // @ts-expect-error a message is read-only
  const change = (message: Mass): number => (message.TotalCount = 1);
  // @ts-expect-error two accounts, but not this one
  const account: keyof EventMessage<'kf_switch_session'> = 'KfAccount';
  expect([typo, alias, notice, count, id, change, account]).toHaveLength(7);
});
