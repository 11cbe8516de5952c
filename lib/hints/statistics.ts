import { words, type Hints } from './hint';

/** Statistics, and quotas of them. */
export const statistics: Hints = {
  61500: words('Dates are written as 2026-01-31.', '日期格式不正确，应为 2026-01-31 这样的格式。'),
  61501: words(
    'The dates are too far apart, or end after yesterday: each call of datacube has a most of its own, from 1 to 30 days.',
    '日期跨度过大，或结束日期晚于昨天：datacube 各接口的最大跨度不同（1 到 30 天）。',
  ),
  61503: words(
    "Yesterday's figures are there from about 8 in the morning in Beijing: ask again later.",
    '数据还没有生成：前一天的数据一般在北京时间早上 8 点后可查。',
  ),
};
