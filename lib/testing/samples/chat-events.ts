import type { PushFields } from '../push-types';
import { article, place, ticket } from './values';

const code = { ScanType: 'qrcode', ScanResult: 'https://example.com/?id=1' };
const pictures = { Count: 1, PicList: { item: [{ PicMd5Sum: '5a75aaca956d97be686719218f275c6b' }] } };
const template = 'VRR0UEO9VJOLs0MHlU0OilqX6MVFDwH3_3gz3Oc0NIc';

/**
 * Fields of events around the chat: following, the menu, things sent and published, notices, customer
 * service.
 */
export const chatEvents: Readonly<Record<string, PushFields>> = {
  subscribe: { EventKey: '' },
  unsubscribe: { EventKey: '' },
  SCAN: { EventKey: '123', Ticket: ticket },
  LOCATION: { Latitude: 23.137466, Longitude: 113.352425, Precision: 119.385 },
  CLICK: { EventKey: 'MENU_KEY' },
  VIEW: { EventKey: 'https://example.com/' },
  view_miniprogram: { EventKey: 'pages/index/index' },
  scancode_push: { EventKey: 'MENU_SCAN', ScanCodeInfo: code },
  scancode_waitmsg: { EventKey: 'MENU_SCAN', ScanCodeInfo: code },
  pic_sysphoto: { EventKey: 'MENU_PHOTO', SendPicsInfo: pictures },
  pic_photo_or_album: { EventKey: 'MENU_PHOTO', SendPicsInfo: pictures },
  pic_weixin: { EventKey: 'MENU_PHOTO', SendPicsInfo: pictures },
  location_select: { EventKey: 'MENU_WHERE', SendLocationInfo: { ...place, Poiname: '' } },
  TEMPLATESENDJOBFINISH: { MsgID: '200163836', Status: 'success' },
  // A reprint that may be sent, and was, to everybody.
  MASSSENDJOBFINISH: {
    MsgID: '1000001625',
    Status: 'send success',
    TotalCount: 1,
    FilterCount: 1,
    SentCount: 1,
    ErrorCount: 0,
    CopyrightCheckResult: {
      Count: 1,
      ResultList: {
        item: [
          {
            ArticleIdx: 1,
            UserDeclareState: 0,
            AuditState: 2,
            OriginalArticleUrl: 'http://mp.weixin.qq.com/s/sampleArticle07',
            OriginalArticleType: 1,
            CanReprint: 1,
            NeedReplaceContent: 1,
            NeedShowReprintSource: 1,
          },
        ],
      },
      CheckState: 2,
    },
    ArticleUrlResult: { Count: 1, ResultList: { item: [{ ArticleIdx: 1, ArticleUrl: article }] } },
  },
  PUBLISHJOBFINISH: {
    PublishEventInfo: {
      publish_id: '2247503051',
      publish_status: 0,
      article_id: 'b5O2OUs25HBxRceL7hfReg-U9QGeq9zQjiDvyWP4Hq4',
      article_detail: { count: 1, item: [{ idx: 1, article_url: article }] },
    },
  },
  subscribe_msg_popup_event: {
    SubscribeMsgPopupEvent: {
      List: [{ TemplateId: template, SubscribeStatusString: 'accept', PopupScene: '1' }],
    },
  },
  subscribe_msg_change_event: {
    SubscribeMsgChangeEvent: { List: [{ TemplateId: template, SubscribeStatusString: 'reject' }] },
  },
  subscribe_msg_sent_event: {
    SubscribeMsgSentEvent: {
      List: { TemplateId: template, MsgID: '1700827132819554304', ErrorCode: '0', ErrorStatus: 'success' },
    },
  },
  kf_create_session: { KfAccount: 'test1@test' },
  kf_close_session: { KfAccount: 'test1@test' },
  kf_switch_session: { FromKfAccount: 'test1@test', ToKfAccount: 'test2@test' },
  user_enter_tempsession: { SessionFrom: 'order-detail:7788' },
  debug_demo: { debug_str: 'hello world' },
};
