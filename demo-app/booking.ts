import { createDialogue, createForm, createRouter, inOrder, session } from 'offiaccount';
import type { Router, Store } from 'offiaccount';

/** Two questions; what was answered so far is kept with the session, which all processes share. */
const booking = createForm('booking', {
  version: 1,
  fields: {
    people: {
      ask: '好的，请问几位？（随时可以回复“取消”）',
      read: (text) => {
        const people = Number(/^(\d{1,2}) ?[位个人]*$/.exec(text)?.[1]);
        return people >= 1 && people <= 20 && people;
      },
      again: '请回复人数，1 到 20；或者回复“取消”。',
    },
    time: { ask: '几点到？' },
  },
  expired: '刚才的预约没有填完，已经作废。',
  done: ({ people, time }) => `订好了：${people} 位，${time}。恭候光临！`,
});

const DISHES = { 阳春面: 12, 小笼包: 18, 龙井茶: 20 } as const;

const meal = createDialogue(
  'meal',
  async ({ ask, say, once }) => {
    let price = 0;
    do {
      const dish = await ask.choice('想吃什么？', Object.keys(DISHES) as (keyof typeof DISHES)[]);
      price += DISHES[dish];
      say(`${dish}，${DISHES[dish]} 元。`);
    } while ((await ask.choice('还要别的吗？', ['再来一个', '就这些'])) === '再来一个');
    const number = await once('number', () => Math.floor(Math.random() * 100));
    return `一共 ${price} 元，您是 ${number} 号。`;
  },
  { version: 1 },
);

const QUIZ = [
  { question: '西湖在哪个城市？', choices: ['杭州', '苏州', '扬州'], right: '杭州' },
  { question: '龙井是什么茶？', choices: ['红茶', '绿茶', '乌龙茶'], right: '绿茶' },
] as const;

const quiz = createDialogue('quiz', async ({ ask, say }) => {
  let points = 0;
  for (const { question, choices, right } of QUIZ) {
    const isRight = (await ask.choice(question, choices)) === right;
    if (isRight) points++;
    say(isRight ? '答对了！' : `不对，是${right}。`);
  }
  return `${QUIZ.length} 题答对 ${points} 题。`;
});

/** A form, a dialogue, and a quiz that is answered by taps. */
export const createBooking = (store: Store): Router =>
  createRouter()
    // Who answers twice within a moment answers two questions, not the same one twice.
    .use(inOrder({ store }), session({ store }))
    .text(['/book', '预约'], booking.begin)
    .click('BOOK', booking.begin)
    .text(['/meal', '点餐'], meal.begin)
    .text(['/quiz', '答题'], quiz.begin)
    .use(booking, meal, quiz);
