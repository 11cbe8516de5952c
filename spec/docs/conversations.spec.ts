import { createRouter, inOrder, session } from 'offiaccount';
import { playBooking } from '../../docs/examples/conversation-testing';
import { orders } from '../../docs/examples/order-dialogue';
import { quiz } from '../../docs/examples/quiz';
import { closeAll } from '../support/accounts';
import { talkTo } from '../support/talker';

afterEach(closeAll);

it('the booking of the page books a table', async () => {
  expect(await playBooking()).toEqual([
    '几位？',
    '请回复人数，1 到 99。',
    expect.stringMatching(/^几点到？\n1\. /),
    '发一张照片，或者回复“跳过”。',
    expect.stringMatching(/^3 位，19:00，对吗？\n1\. .*确认/),
    '订好了：3 位，19:00。',
    '几位？',
    '上次的预约没有填完，已经作废。\n没听懂。',
  ]);
});

it('the dialogue of the page takes an order, and cooks once', async () => {
  const cooked: (readonly string[])[] = [];
  const { says } = talkTo(
    orders({ price: async (dish) => dish.length * 10, cook: async (_id, dishes) => cooked.push(dishes) }),
  );
  const seen = [];
  for (const text of ['点餐', '面条', '1', '茶', '就这些', '下单']) seen.push(await says(text));
  expect(seen[0]).toBe('想吃什么？');
  expect(seen[4]).toMatch(/^面条、茶，一共 30 元。\n下单吗？/);
  expect(seen[5]).toBe('1 号，请稍等。');
  expect(cooked).toEqual([['面条', '茶']]);
});

it('the quiz of the page is answered by taps', async () => {
  const { says, seen, alice } = talkTo(
    createRouter().use(inOrder(), session(), quiz).text('答题', quiz.begin),
  );
  expect(await says('答题')).toMatch(/^西湖在哪个城市？/);
  expect(await seen(alice.sends('text', { Content: '杭州', bizmsgmenuid: '杭州' }))).toMatch(
    /^答对了！\n龙井/,
  );
  expect(await says('1')).toBe('不对，是绿茶。\n2 题答对 1 题。');
});
