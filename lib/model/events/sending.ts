import { id, list, number, optional, word } from '../shape';
import type { Shape } from '../shape';

/** What became of things sent and published (pages: 模板消息, 事件推送群发结果, 事件推送发布结果). */
export const sending = {
  /** 模板消息发送任务完成: a template message reached its user, or did not. */
  TEMPLATESENDJOBFINISH: {
    /** Id of the template message, as `template/send` returned it; not of this push. */
    MsgID: id,
    /** A space after the colon in the last value only. */
    Status: word<'success' | 'failed:user block' | 'failed: system failed'>(),
  },
  /** 事件推送群发结果: a mass message was sent, or refused. */
  MASSSENDJOBFINISH: {
    /** Id of the mass message, as `mass/send…` returned it; not of this push. */
    MsgID: id,
    /**
     * `send success` may still have missed some users. 10001 advert, 20001 politics, 20002 sex, 20004
     * society, 20006 crime, 20008 fraud, 20013 copyright, 21000 other, 22000 mutual promotion, 30001 to 30003
     * originality check, 40001 refused by an administrator, 40002 not confirmed by an administrator in time.
     * Older pushes write `sendsuccess`.
     */
    Status: word<
      | 'send success'
      | 'send fail'
      | 'err(10001)'
      | 'err(20001)'
      | 'err(20002)'
      | 'err(20004)'
      | 'err(20006)'
      | 'err(20008)'
      | 'err(20013)'
      | 'err(21000)'
      | 'err(22000)'
      | 'err(30001)'
      | 'err(30002)'
      | 'err(30003)'
      | 'err(40001)'
      | 'err(40002)'
      | 'sendsuccess'
    >(),
    /** Users chosen. */
    TotalCount: number,
    /** Users left after filtering; should equal `SentCount` + `ErrorCount`. */
    FilterCount: number,
    /** Users reached. */
    SentCount: number,
    /** Users not reached. */
    ErrorCount: number,
    /** Originality check of the articles; not in older pushes. */
    CopyrightCheckResult: optional({
      /** Number of `item`; missing when the block holds nothing. */
      Count: optional(number),
      ResultList: {
        item: list({
          /** Position of the article, from 1. */
          ArticleIdx: number,
          /** What the account declared; values are not documented. */
          UserDeclareState: number,
          /** What the check found; values are not documented. */
          AuditState: number,
          /** URL of the similar original. */
          OriginalArticleUrl: id,
          /** Type of the similar original. */
          OriginalArticleType: number,
          /** 1 may be reprinted, 0 may not. */
          CanReprint: number,
          /** 1 the content has to be replaced by the original. */
          NeedReplaceContent: number,
          /** 1 the source has to be named. */
          NeedShowReprintSource: number,
        }),
      },
      /** 0 nothing to check, 1 not a reprint, 2 a reprint that may be sent, 3 a reprint that may not. */
      CheckState: optional(number),
    }),
    /** URLs of the articles sent; not in older pushes. */
    ArticleUrlResult: optional({
      /** Number of `item`; missing when the block holds nothing. */
      Count: optional(number),
      ResultList: {
        item: list({
          /** Position of the article, from 1. */
          ArticleIdx: number,
          ArticleUrl: id,
        }),
      },
    }),
  },
  /** 事件推送发布结果: a draft was published, or refused. Some pages call it `FREEPUBLISHJOBFINISH`. */
  PUBLISHJOBFINISH: {
    PublishEventInfo: {
      /** Id of the task, as `freepublish/submit` returned it. */
      publish_id: id,
      /**
       * 0 success, 1 publishing, 2 originality check failed, 3 failed, 4 refused by review,
       * 5 deleted by the user after success, 6 blocked by the system after success.
       */
      publish_status: number,
      /** Only when `publish_status` is 0. */
      article_id: optional(id),
      /** Only when `publish_status` is 0. */
      article_detail: optional({
        /** Number of `item`; missing when the block holds nothing. */
        count: optional(number),
        item: list({
          /** Position of the article, from 1. */
          idx: number,
          article_url: id,
        }),
      }),
      /** Positions of the refused articles, from 1; only when `publish_status` is 2 or 4. */
      fail_idx: list(number),
    },
  },
} satisfies Record<string, Shape>;
