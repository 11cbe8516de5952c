import { id, list, number, text, word, wrapped } from '../shape';
import type { Shape } from '../shape';

/** Subscription notices (page: 订阅通知). JSON pushes have no wrapper; they read the same. */
export const subscription = {
  /** 用户操作订阅通知弹窗: a user answered a request to subscribe. */
  subscribe_msg_popup_event: {
    SubscribeMsgPopupEvent: wrapped({
      /** One entry per template asked for. */
      List: list({
        TemplateId: id,
        SubscribeStatusString: word<'accept' | 'reject'>(),
        /** 1 web page, 2 article, 0 mini program. */
        PopupScene: number,
      }),
    }),
  },
  /** 用户管理订阅通知: a user turned off notices in WeChat's settings. Turning on is not pushed. */
  subscribe_msg_change_event: {
    // One version of the page writes the wrapper of the event before.
    SubscribeMsgChangeEvent: wrapped(
      {
        List: list({
          TemplateId: id,
          SubscribeStatusString: word<'reject'>(),
        }),
      },
      'SubscribeMsgPopupEvent',
    ),
  },
  /** 发送订阅通知: a notice reached its user, or did not. */
  subscribe_msg_sent_event: {
    SubscribeMsgSentEvent: wrapped({
      /** One entry, in spite of the name. */
      List: {
        TemplateId: id,
        /** Id of the notice, as sending it returned; not of this push. */
        MsgID: id,
        /** 0 success. */
        ErrorCode: number,
        /** What `ErrorCode` means. */
        ErrorStatus: text,
      },
    }),
  },
} satisfies Record<string, Shape>;
