import { marketcode } from '../../../lib/api/groups/marketcode';
import { digits } from '../../../lib/api/request';

const application_id = '9223372036854775807';

const rows: [string, unknown, unknown][] = [
  [
    'applyCode',
    marketcode.applyCode(10000, 'mine-1'),
    {
      method: 'POST',
      path: '/intp/marketcode/applycode',
      json: { code_count: 10000, isv_application_id: 'mine-1' },
    },
  ],
  [
    'applyCodeQuery by WeChat’s id',
    marketcode.applyCodeQuery('9223372036854775807'),
    {
      method: 'POST',
      path: '/intp/marketcode/applycodequery',
      json: { application_id: digits('9223372036854775807') },
      safe: true,
    },
  ],
  [
    'applyCodeQuery by one’s own id',
    marketcode.applyCodeQuery(undefined, 'mine-1'),
    {
      method: 'POST',
      path: '/intp/marketcode/applycodequery',
      json: { isv_application_id: 'mine-1' },
      safe: true,
    },
  ],
  [
    'applyCodeDownload',
    marketcode.applyCodeDownload({ application_id, code_start: 0, code_end: 49999 }),
    {
      method: 'POST',
      path: '/intp/marketcode/applycodedownload',
      json: { application_id: digits('9223372036854775807'), code_start: 0, code_end: 49999 },
      safe: true,
    },
  ],
  [
    'codeActive',
    marketcode.codeActive({
      application_id,
      activity_name: 'Spring',
      product_brand: 'Tea',
      product_title: 'Green tea',
      product_code: '6901',
      wxa_appid: 'wxm',
      wxa_path: 'pages/index/index',
      wxa_type: 2,
      code_start: 0,
      code_end: 200,
    }),
    {
      method: 'POST',
      path: '/intp/marketcode/codeactive',
      json: {
        application_id: digits('9223372036854775807'),
        activity_name: 'Spring',
        product_brand: 'Tea',
        product_title: 'Green tea',
        product_code: '6901',
        wxa_appid: 'wxm',
        wxa_path: 'pages/index/index',
        wxa_type: 2,
        code_start: 0,
        code_end: 200,
      },
    },
  ],
  [
    'codeActiveQuery by place',
    marketcode.codeActiveQuery({ application_id, code_index: 12 }),
    {
      method: 'POST',
      path: '/intp/marketcode/codeactivequery',
      json: { application_id: digits('9223372036854775807'), code_index: 12 },
      safe: true,
    },
  ],
  [
    'codeActiveQuery by code or link',
    marketcode.codeActiveQuery({ code: 'A1', code_url: 'https://a.example/A1' }),
    {
      method: 'POST',
      path: '/intp/marketcode/codeactivequery',
      json: { code: 'A1', code_url: 'https://a.example/A1' },
      safe: true,
    },
  ],
  [
    'ticketToCode',
    marketcode.ticketToCode('o1', 'TICKET'),
    {
      method: 'POST',
      path: '/intp/marketcode/tickettocode',
      json: { openid: 'o1', code_ticket: 'TICKET' },
    },
  ],
];

describe('marketcode', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error an id is text, since a number may lose digits
    marketcode.applyCodeQuery(581865877);
    // @ts-expect-error the end of the range is missing
    marketcode.applyCodeDownload({ application_id, code_start: 0 });
    expect(Object.keys(marketcode)).toHaveLength(6);
  });
});
