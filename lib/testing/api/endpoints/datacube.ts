import type { UserRecord } from '../../user-record';
import { callbacks } from '../callbacks';
import { postUnchecked } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { checkSpan, date, DAY, dayOf, days, hours, months, weeks } from '../periods';
import type { Divide, Period } from '../periods';
import type { CallName, Exactly, ResultOf } from '../played';
import { commentables } from './comment';
import type { Commentable } from './comment';

type ReportName = Extract<CallName, `datacube.${string}`>;
type RowOf<N extends ReportName> = ResultOf<N>['list'][number];

/** Which day and hour a row of a report is of. */
type RefOf<N extends ReportName> = Pick<RowOf<N>, Extract<keyof RowOf<N>, 'ref_date' | 'ref_hour'>>;
/** What a row says besides. */
type SaidOf<N extends ReportName> = Omit<RowOf<N>, 'ref_date' | 'ref_hour'>;

const within = ({ from, to }: Pick<Period, 'from' | 'to'>, at: number): boolean => at >= from && at < to;

/** A report on the periods of a span of at most so many days. */
const report = <N extends ReportName, const Row extends SaidOf<N>>(
  plays: N,
  name: string,
  most: number,
  divide: Divide<RefOf<N>>,
  rows: (account: FakeAccount, period: Period) => readonly (Row & Exactly<Row, SaidOf<N>>)[],
  // Without the list, all reports that say something say this.
  ...[more]: ResultOf<N> extends { readonly is_delay: boolean } ? [{ readonly is_delay: boolean }] : []
): Endpoint =>
  postUnchecked(plays, `/datacube/${name}`, { begin_date: date, end_date: date }, ({ account, fields }) => {
    const { begin_date, end_date } = fields;
    checkSpan(begin_date, end_date, most, account.clock.now());
    const list = divide(begin_date, end_date).flatMap((period) =>
      rows(account, period).map((row) => Object.assign({}, period.ref, row)),
    );
    return { list, ...more };
  });

/** The ways to an account that there are here: a QR code, or a search for it. */
const sourceOf = (scene: string | undefined): number => (scene === undefined ? 1 : 30);

const userSummary = ({ userRecords }: FakeAccount, period: Period) => {
  const sources = new Map<number, { new_user: number; cancel_user: number }>();
  for (const { activity } of userRecords.values()) {
    let source = 0;
    for (const one of activity) {
      if (one.did === 'write') continue;
      if (one.did === 'follow') source = sourceOf(one.scene);
      if (!within(period, one.at)) continue;
      const row = sources.get(source) ?? { new_user: 0, cancel_user: 0 };
      row[one.did === 'follow' ? 'new_user' : 'cancel_user']++;
      sources.set(source, row);
    }
  }
  if (sources.size === 0) sources.set(0, { new_user: 0, cancel_user: 0 });
  return [...sources].map(([user_source, counts]) => ({ user_source, ...counts }));
};

const userCumulate = ({ userRecords }: FakeAccount, { to }: Period) => {
  const followed = ({ activity }: Pick<UserRecord, 'activity'>): boolean =>
    activity.findLast(({ at, did }) => did !== 'write' && at < to)?.did === 'follow';
  return [{ cumulate_user: [...userRecords.values()].filter(followed).length }];
};

/** Messages that are counted. */
const TYPES: Readonly<Record<string, number>> = {
  text: 1,
  image: 2,
  voice: 3,
  video: 4,
  shortvideo: 4,
  link: 6,
};

/** How many messages of each type somebody sent, for those who sent any. */
const written = ({ userRecords }: FakeAccount, period: Period): Map<number, number>[] =>
  [...userRecords.values()].map(({ activity }) => {
    const counts = new Map<number, number>();
    for (const one of activity) {
      const type = one.did === 'write' && within(period, one.at) ? TYPES[one.type] : undefined;
      if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
    }
    return counts;
  });

const upstream = (account: FakeAccount, period: Period) => {
  const each = written(account, period);
  return [...new Set(Object.values(TYPES))].flatMap((msg_type) => {
    const counts = each.flatMap((counted) => counted.get(msg_type) ?? []);
    const msg_count = counts.reduce((sum, count) => sum + count, 0);
    return msg_count === 0 ? [] : [{ msg_type, msg_user: counts.length, msg_count }];
  });
};

/** How many messages somebody sent: 1 to 5, 6 to 10, more. */
const intervalOf = (count: number): number => (count > 10 ? 3 : count > 5 ? 2 : 1);

const distribution = (account: FakeAccount, period: Period) => {
  const intervals = written(account, period)
    .filter((counts) => counts.size > 0)
    .map((counts) => intervalOf([...counts.values()].reduce((sum, count) => sum + count)));
  return [1, 2, 3].flatMap((count_interval) => {
    const msg_user = intervals.filter((interval) => interval === count_interval).length;
    return msg_user === 0 ? [] : [{ count_interval, msg_user }];
  });
};

const callbacksIn = (account: FakeAccount, { from, to }: Period) => {
  const tally = account.part(callbacks).between(from, to);
  return tally.callback_count === 0 ? [] : [tally];
};

/** What simulated users do with articles: they comment. */
const reactions = (articles: readonly Commentable[], period: Pick<Period, 'from' | 'to'>) => ({
  read_user: 0,
  read_user_source: [],
  share_user: 0,
  zaikan_user: 0,
  like_user: 0,
  comment_count: articles
    .flatMap(({ comments }) => comments)
    .filter(({ create_time }) => within(period, create_time * 1000)).length,
  collection_user: 0,
  redirect_ori_page_user: 0,
});

const bizSummary = (account: FakeAccount, period: Period) => {
  const articles = account.part(commentables).all();
  const send_page_count = articles.filter(({ publishedAt }) => within(period, publishedAt)).length;
  return [{ detail: { ...reactions(articles, period), send_page_count } }];
};

const UNREAD = {
  praise_money: 0,
  read_subscribe_user: 0,
  read_delivery_rate: 0,
  read_finish_rate: 0,
  read_avg_activetime: 0,
  read_jump_position: [],
};

const articleDetail = (account: FakeAccount, period: Period) => {
  const last = Math.min(period.from + 30 * DAY, dayOf(account.clock.now()) - DAY);
  return account
    .part(commentables)
    .all()
    .filter(({ publishedAt }) => within(period, publishedAt))
    .map((published) => ({
      msgid: published.msgid,
      publish_type: published.isNotified ? 0 : 1,
      title: published.article.title,
      content_url: published.article.url,
      detail_list: days(period.from, last).map((day) => ({
        stat_date: day.ref.ref_date,
        ...reactions([published], day),
        ...UNREAD,
      })),
    }));
};

/** Nobody reads an article here, or shares it. */
const none = () => [];
const FINAL = { is_delay: false };

/** Statistics (数据统计), of what simulated users did and how the app answered. */
export const datacube: readonly Endpoint[] = [
  report('datacube.getUserSummary', 'getusersummary', 7, days, userSummary),
  report('datacube.getUserCumulate', 'getusercumulate', 7, days, userCumulate),
  report('datacube.getUpstreamMsg', 'getupstreammsg', 7, days, upstream),
  report('datacube.getUpstreamMsgHour', 'getupstreammsghour', 1, hours, upstream),
  report('datacube.getUpstreamMsgWeek', 'getupstreammsgweek', 30, weeks, upstream),
  report('datacube.getUpstreamMsgMonth', 'getupstreammsgmonth', 30, months, upstream),
  report('datacube.getUpstreamMsgDist', 'getupstreammsgdist', 15, days, distribution),
  report('datacube.getUpstreamMsgDistWeek', 'getupstreammsgdistweek', 30, weeks, distribution),
  report('datacube.getUpstreamMsgDistMonth', 'getupstreammsgdistmonth', 30, months, distribution),
  report('datacube.getInterfaceSummary', 'getinterfacesummary', 30, days, callbacksIn),
  report('datacube.getInterfaceSummaryHour', 'getinterfacesummaryhour', 1, hours, callbacksIn),
  report('datacube.getArticleRead', 'getarticleread', 1, days, none, FINAL),
  report('datacube.getArticleShare', 'getarticleshare', 1, days, none, FINAL),
  report('datacube.getBizSummary', 'getbizsummary', 30, days, bizSummary, FINAL),
  report('datacube.getArticleTotalDetail', 'getarticletotaldetail', 1, days, articleDetail, FINAL),
];
