import { shorten } from '../../../lib/api/groups/shorten';

const rows: [string, unknown, unknown][] = [
  [
    'gen',
    shorten.gen('loooong'),
    { method: 'POST', path: '/cgi-bin/shorten/gen', json: { long_data: 'loooong' } },
  ],
  [
    'gen for a day',
    shorten.gen('loooong', 86400),
    { method: 'POST', path: '/cgi-bin/shorten/gen', json: { long_data: 'loooong', expire_seconds: 86400 } },
  ],
  [
    'fetch',
    shorten.fetch('kJ8'),
    { method: 'POST', path: '/cgi-bin/shorten/fetch', json: { short_key: 'kJ8' }, safe: true },
  ],
];

describe('shorten', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error seconds are a number
    shorten.gen('loooong', '86400');
    expect(Object.keys(shorten)).toHaveLength(2);
  });
});
