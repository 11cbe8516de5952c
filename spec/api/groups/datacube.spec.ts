import { datacube } from '../../../lib/api/groups/datacube';
import type { ArticleReport, ArticleTotalDetail } from '../../../lib/api/groups/datacube';
import type { ApiRequest } from '../../../lib/api/request';

const begin_date = '2025-12-01';
const end_date = '2025-12-02';

const rows: [keyof typeof datacube, string][] = [
  ['getUserSummary', '/datacube/getusersummary'],
  ['getUserCumulate', '/datacube/getusercumulate'],
  ['getUpstreamMsg', '/datacube/getupstreammsg'],
  ['getUpstreamMsgHour', '/datacube/getupstreammsghour'],
  ['getUpstreamMsgWeek', '/datacube/getupstreammsgweek'],
  ['getUpstreamMsgMonth', '/datacube/getupstreammsgmonth'],
  ['getUpstreamMsgDist', '/datacube/getupstreammsgdist'],
  ['getUpstreamMsgDistWeek', '/datacube/getupstreammsgdistweek'],
  ['getUpstreamMsgDistMonth', '/datacube/getupstreammsgdistmonth'],
  ['getInterfaceSummary', '/datacube/getinterfacesummary'],
  ['getInterfaceSummaryHour', '/datacube/getinterfacesummaryhour'],
  ['getArticleRead', '/datacube/getarticleread'],
  ['getArticleShare', '/datacube/getarticleshare'],
  ['getBizSummary', '/datacube/getbizsummary'],
  ['getArticleTotalDetail', '/datacube/getarticletotaldetail'],
];

describe('datacube', () => {
  it.each(rows)('%s', (name, path) => {
    expect(datacube[name](begin_date, end_date)).toEqual({
      method: 'POST',
      path,
      json: { begin_date: '2025-12-01', end_date: '2025-12-02' },
      safe: true,
    });
  });

  it('has a row for every report', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(datacube));
  });

  it('knows what comes back', () => {
    const request: ApiRequest<ArticleReport<ArticleTotalDetail>> = datacube.getArticleTotalDetail(
      begin_date,
      end_date,
    );
    // @ts-expect-error this report is about readers, not about followers
    const other: ApiRequest<ArticleReport<ArticleTotalDetail>> = datacube.getUserSummary(
      begin_date,
      end_date,
    );
    // @ts-expect-error the last day is missing
    datacube.getUserSummary(begin_date);
    expect(request.path).not.toBe(other.path);
  });
});
