import { createDialogue, createForm, createRouter, reply } from 'offiaccount';
import type { Answer, Message } from 'offiaccount';

/*
 * What the compiler must accept and refuse of forms and dialogues. Nothing here is run but the last line: `npm run types` is the test,
 * since an unused @ts-expect-error is an error too.
 */

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <T extends true>(): T | undefined => undefined;

export const types = (): void => {
  const address = createForm('address', {
    fields: { city: { ask: '?' }, floor: { ask: '?', read: (text) => Number(text) } },
    done: ({ city, floor }) => {
      is<Equal<typeof city, string>>();
      is<Equal<typeof floor, number>>();
    },
  });

  const booking = createForm('booking', {
    version: 1,
    fields: {
      name: { ask: '?' },
      people: {
        ask: '?',
        read: (text, ctx) => {
          is<Equal<typeof text, string>>();
          return ctx.openid !== '' && /^\d+$/.test(text) && Number(text);
        },
        again: '?',
      },
      hall: { ask: '?', read: async (text) => ({ hall: text }) },
      time: { ask: ({ name }) => `${String(name)}?`, choices: ['18:00', '19:00'] },
      way: { ask: '?', choices: { 外卖: 'delivery', 自取: 'pickup' }, optional: true },
      photo: { ask: reply.text('?'), type: 'image', optional: '跳过' },
      clip: { ask: '?', type: 'video', read: (message) => message.ThumbMediaId },
      place: {
        ask: '?',
        type: 'location',
        read: ({ Label }) => Label,
        when: ({ way }) => way === 'delivery',
      },
      address: { form: address },
    },
    confirm: ({ people }) => `${people}`,
    done: async (answers, ctx, { once }) => {
      is<Equal<typeof answers.name, string>>();
      is<Equal<typeof answers.people, number>>();
      is<Equal<typeof answers.hall, { hall: string }>>();
      is<Equal<typeof answers.time, '18:00' | '19:00'>>();
      is<Equal<typeof answers.way, 'delivery' | 'pickup' | undefined>>();
      is<Equal<typeof answers.photo, Message<'image'> | undefined>>();
      is<Equal<typeof answers.clip, string>>();
      is<Equal<typeof answers.place, string | undefined>>();
      is<Equal<typeof answers.address, { readonly city: string; readonly floor: number }>>();
      // @ts-expect-error a field that there is not
      expect(answers.nam).toBeDefined();
      const id = await once('create', () => 42);
      is<Equal<typeof id, number>>();
      return address.begin(ctx);
    },
  });

  const order = createDialogue(
    'order',
    async ({ ask, say, once, now, random }, ctx): Promise<Answer> => {
      const name = await ask('?');
      is<Equal<typeof name, string>>();
      const count = await ask('?', { read: (text) => /^\d+$/.test(text) && Number(text), again: '?' });
      is<Equal<typeof count, number>>();
      const maybe = await ask('?', { optional: '跳过' });
      is<Equal<typeof maybe, string | undefined>>();
      const way = await ask.choice('?', ['付款', '以后']);
      is<Equal<typeof way, '付款' | '以后'>>();
      const word = await ask.choice('?', { 付款: 'pay', 以后: 'later' }, { optional: true });
      is<Equal<typeof word, 'pay' | 'later' | undefined>>();
      const photo = await ask.image('?');
      is<Equal<typeof photo, Message<'image'>>>();
      const id = await ask.voice('?', { read: ({ MediaId }) => MediaId, optional: true });
      is<Equal<typeof id, string | undefined>>();
      const where = await ask.form(address);
      is<Equal<typeof where.floor, number>>();
      const paid = await once('pay', async () => ({ id: ctx.deliveryId }));
      is<Equal<typeof paid, { id: string }>>();
      say(`${now()} ${random()}`);
      // @ts-expect-error a type that nobody can ask for
      expect(ask.event).toBeDefined();
      // @ts-expect-error a word that is none of the choices
      if (way === '付') return '';
      return reply.text(name);
    },
    { version: 2 },
  );

  createRouter().use(booking, order).text('预约', booking.begin).click('ORDER', order.begin);

  // @ts-expect-error a form needs an end
  createForm('x', { fields: { a: { ask: '?' } } });
  // @ts-expect-error a field needs a question
  createForm('x', { fields: { a: { agian: '?' } }, done: () => '' });
  // @ts-expect-error a type that there is not
  createForm('x', { fields: { a: { ask: '?', type: 'picture' } }, done: () => '' });
  // @ts-expect-error an answer is text, a reply or nothing
  createForm('x', { fields: { a: { ask: '?' } }, done: () => 42 });
  // @ts-expect-error a setting that there is not
  createDialogue('x', () => '', { versoin: 2 });
};

it('is checked by the compiler', () => {
  expect(typeof types).toBe('function');
});
