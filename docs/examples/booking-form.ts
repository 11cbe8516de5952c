import { createForm, createRouter, inOrder, memoryStore, session } from 'offiaccount';
import type { Store } from 'offiaccount';

const booking = createForm('booking', {
  version: 1,
  fields: {
    people: {
      ask: '几位？',
      read: (text) => /^[1-9]\d?$/.test(text) && Number(text),
      again: '请回复人数，1 到 99。',
    },
    time: { ask: '几点到？', choices: ['18:00', '19:00', '20:00'] },
    photo: { ask: '发一张照片，或者回复“跳过”。', type: 'image', optional: '跳过' },
  },
  expired: '上次的预约没有填完，已经作废。',
  confirm: ({ people, time }) => `${people} 位，${time}，对吗？`,
  done: ({ people, time }) => `订好了：${people} 位，${time}。`,
});

export const bookings = (store: Store = memoryStore()) =>
  createRouter()
    .use(inOrder({ store }), session({ store }))
    // A command in front of it works in the middle, too.
    .text('帮助', () => '发“预约”订座。')
    .use(booking)
    .text('预约', booking.begin)
    .message(() => '没听懂。');
