import { post } from '../request';

/** Rows of a report. */
export interface Report<Row> {
  readonly list: readonly Row[];
}

/** Rows of a report on published articles. */
export interface ArticleReport<Row> extends Report<Row> {
  /** True while the numbers are not final. */
  readonly is_delay: boolean;
}

/** New and lost followers of a day, by the way they came. */
export interface UserSummary {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  /** Code of the way they came. */
  readonly user_source: number;
  readonly new_user: number;
  readonly cancel_user: number;
}

/** All followers at the end of a day. */
export interface UserCumulate {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  readonly cumulate_user: number;
}

/** Messages users sent. */
export interface UpstreamMessages {
  /** Day, as YYYY-MM-DD; the first one of a week or month. */
  readonly ref_date: string;
  /** 1 text, 2 image, 3 voice, 4 video, 6 link of a third party. */
  readonly msg_type: number;
  /** Users who sent them. */
  readonly msg_user: number;
  readonly msg_count: number;
}

/** Messages users sent in an hour. */
export interface UpstreamMessagesHour extends UpstreamMessages {
  /** Hour of the day as an HHMM number: 0, 100, … 2300. */
  readonly ref_hour: number;
}

/** How many messages users sent each. */
export interface UpstreamDistribution {
  /** Day, as YYYY-MM-DD; the first one of a week or month. */
  readonly ref_date: string;
  /** Messages per user: 0 none, 1 for 1 to 5, 2 for 6 to 10, 3 for more. */
  readonly count_interval: number;
  /** Users who sent that many. */
  readonly msg_user: number;
}

/** Pushes to the developer's server, and how it did. */
export interface InterfaceSummary {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  readonly callback_count: number;
  readonly fail_count: number;
  readonly total_time_cost: number;
  readonly max_time_cost: number;
}

/** Pushes to the developer's server in an hour, and how it did. */
export interface InterfaceSummaryHour extends InterfaceSummary {
  /** Hour of the day as an HHMM number: 0, 100, … 2300. */
  readonly ref_hour: number;
}

/** Readers by the way they came. */
export interface ReadSource {
  readonly user_count: number;
  /** The way, in Chinese. */
  readonly scene_desc: string;
}

/** Readers of an article on a day. */
export interface ArticleRead {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  /** `msg_data_id` and index of the article, joined by `_`. */
  readonly msgid: string;
  readonly detail: { readonly read_user: number; readonly read_user_source: readonly ReadSource[] };
}

/** Sharers of an article on a day. */
export interface ArticleShare {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  /** `msg_data_id` and index of the article, joined by `_`. */
  readonly msgid: string;
  readonly detail: { readonly share_user: number };
}

/** What users did with articles. */
export interface ArticleReactions {
  readonly read_user: number;
  readonly read_user_source: readonly ReadSource[];
  readonly share_user: number;
  /** "Wow" likes (爱心赞). */
  readonly zaikan_user: number;
  /** Thumb likes (拇指赞). */
  readonly like_user: number;
  readonly comment_count: number;
  readonly collection_user: number;
  /** Users who opened the original link (阅读原文). */
  readonly redirect_ori_page_user: number;
}

/** All articles of the account on a day. */
export interface BizSummary {
  /** Day, as YYYY-MM-DD. */
  readonly ref_date: string;
  readonly detail: ArticleReactions & {
    /** Articles published. */
    readonly send_page_count: number;
  };
}

/** An article on one day of the statistics. */
export interface ArticleDay extends ArticleReactions {
  /** Day of the statistics, as YYYY-MM-DD. */
  readonly stat_date: string;
  /** Rewards, in fen (1/100 CNY). */
  readonly praise_money: number;
  readonly read_subscribe_user: number;
  readonly read_delivery_rate: number;
  readonly read_finish_rate: number;
  readonly read_avg_activetime: number;
  /** Where readers left. */
  readonly read_jump_position: readonly { readonly position: number; readonly rate: number }[];
}

/** An article since its publication. */
export interface ArticleTotalDetail {
  /** Day of publication, as YYYY-MM-DD. */
  readonly ref_date: string;
  /** `msg_data_id` and index of the article, joined by `_`. */
  readonly msgid: string;
  /** 0 with a push notification, 1 without. */
  readonly publish_type: number;
  readonly title: string;
  readonly content_url: string;
  /** One entry per day of the statistics. */
  readonly detail_list: readonly ArticleDay[];
}

/** All reports take the first and the last day, as YYYY-MM-DD; the last is yesterday at the latest. */
const report =
  <T>(path: string) =>
  (begin_date: string, end_date: string) =>
    post<T>(path, { begin_date, end_date }, { safe: true });

/**
 * Statistics (数据统计). Dates are YYYY-MM-DD, yesterday at the latest; a day is ready at about 08:00 of the next
 * one (61503 before that). Data begins on 2014-12-01, that of articles on 2025-11-01.
 */
export const datacube = {
  /**
   * Counts new and lost followers by day (获取用户增减数据). At most 7 days.
   *
   * Official path: 数据统计 / 用户数据 / 获取用户增减数据 — `POST /datacube/getusersummary`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/User_Analysis_Data_Interface.html
   */
  getUserSummary: report<Report<UserSummary>>('/datacube/getusersummary'),

  /**
   * Counts all followers by day (获取累计用户数据). At most 7 days.
   *
   * Official path: 数据统计 / 用户数据 / 获取累计用户数据 — `POST /datacube/getusercumulate`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/User_Analysis_Data_Interface.html
   */
  getUserCumulate: report<Report<UserCumulate>>('/datacube/getusercumulate'),

  /**
   * Counts messages from users by day (获取消息发送概况数据). At most 7 days.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送概况数据 — `POST /datacube/getupstreammsg`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsg: report<Report<UpstreamMessages>>('/datacube/getupstreammsg'),

  /**
   * Counts messages from users by hour (获取消息发送分时数据). One day.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送分时数据 — `POST /datacube/getupstreammsghour`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgHour: report<Report<UpstreamMessagesHour>>('/datacube/getupstreammsghour'),

  /**
   * Counts messages from users by week (获取消息发送周数据). Both dates are the first day of the week; older documents
   * allow 30 days.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送周数据 — `POST /datacube/getupstreammsgweek`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgWeek: report<Report<UpstreamMessages>>('/datacube/getupstreammsgweek'),

  /**
   * Counts messages from users by month (获取消息发送月数据). Both dates are the first day of the month; older
   * documents allow 30 days.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送月数据 — `POST /datacube/getupstreammsgmonth`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgMonth: report<Report<UpstreamMessages>>('/datacube/getupstreammsgmonth'),

  /**
   * Tells how many messages users sent each, by day (获取消息发送分布数据). At most 15 days.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送分布数据 — `POST /datacube/getupstreammsgdist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgDist: report<Report<UpstreamDistribution>>('/datacube/getupstreammsgdist'),

  /**
   * Tells how many messages users sent each, by week (获取消息发送分布周数据). At most 15 days; 30 in older documents.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送分布周数据 — `POST /datacube/getupstreammsgdistweek`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgDistWeek: report<Report<UpstreamDistribution>>('/datacube/getupstreammsgdistweek'),

  /**
   * Tells how many messages users sent each, by month (获取消息发送分布月数据). At most 15 days; 30 in older documents.
   *
   * Official path: 数据统计 / 消息数据 / 获取消息发送分布月数据 — `POST /datacube/getupstreammsgdistmonth`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Message_analysis_data_interface.html
   */
  getUpstreamMsgDistMonth: report<Report<UpstreamDistribution>>('/datacube/getupstreammsgdistmonth'),

  /**
   * Tells how the developer's server answered, by day (获取被动回复概要数据). At most 30 days.
   *
   * Official path: 数据统计 / 接口数据 / 获取被动回复概要数据 — `POST /datacube/getinterfacesummary`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Analytics_API.html
   */
  getInterfaceSummary: report<Report<InterfaceSummary>>('/datacube/getinterfacesummary'),

  /**
   * Tells how the developer's server answered, by hour (获取被动回复分布数据). One day.
   *
   * Official path: 数据统计 / 接口数据 / 获取被动回复分布数据 — `POST /datacube/getinterfacesummaryhour`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Analytics_API.html
   */
  getInterfaceSummaryHour: report<Report<InterfaceSummaryHour>>('/datacube/getinterfacesummaryhour'),

  /**
   * Counts the readers of every article read on a day (获取发表内容每日阅读数据). One day; from 2025-11-01 on.
   *
   * Official path: 数据统计 / 图文数据 / 获取发表内容每日阅读数据 — `POST /datacube/getarticleread`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html
   */
  getArticleRead: report<ArticleReport<ArticleRead>>('/datacube/getarticleread'),

  /**
   * Counts the sharers of every article shared on a day (获取发表内容每日分享数据). One day; from 2025-11-01 on.
   *
   * Official path: 数据统计 / 图文数据 / 获取发表内容每日分享数据 — `POST /datacube/getarticleshare`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html
   */
  getArticleShare: report<ArticleReport<ArticleShare>>('/datacube/getarticleshare'),

  /**
   * Sums up the account's articles by day (获取发表内容概况总数据). At most 30 days; from 2025-11-01 on.
   *
   * Official path: 数据统计 / 图文数据 / 获取发表内容概况总数据 — `POST /datacube/getbizsummary`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html
   */
  getBizSummary: report<ArticleReport<BizSummary>>('/datacube/getbizsummary'),

  /**
   * Follows the articles published on a day through the 30 days after it (获取发表内容发表详细数据). One day of
   * publication.
   *
   * Official path: 数据统计 / 图文数据 / 获取发表内容发表详细数据 — `POST /datacube/getarticletotaldetail`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Analytics/Graphic_Analysis_Data_Interface.html
   */
  getArticleTotalDetail: report<ArticleReport<ArticleTotalDetail>>('/datacube/getarticletotaldetail'),
};
