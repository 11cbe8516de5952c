import { createRouter, memoryStore } from 'offiaccount';
import { forBusyUsers } from '../../docs/examples/busy-users';
import { payments } from '../../docs/examples/at-most-once';
import { orders } from '../../docs/examples/conversation';
import { closeAll, playWith } from '../support/accounts';

afterEach(closeAll);

it('the conversation of the page takes an order', async () => {
  const { simulator, wx } = playWith();
  wx.use(
    orders,
    createRouter().text(() => 'Say "order".'),
  );
  const alice = simulator.user('alice');
  const said = [];
  for (const text of ['hello', 'order', 'Alice', 'M', 'hello'])
    said.push(((await alice.says(text)).reply as { Content?: string } | undefined)?.Content);
  expect(said).toEqual([
    'Say "order".',
    'What is your name?',
    'Which size: S, M or L?',
    'Thank you, Alice: one M is on its way.',
    'Say "order".',
  ]);
});

it('the payment of the page is made once', async () => {
  const { simulator, wx } = playWith();
  const paid: string[] = [];
  wx.use(payments({ pay: async (openid) => void paid.push(openid), hasPaid: async () => true }));
  expect((await simulator.user('alice').clicks('PAY')).reply).toMatchObject({ Content: 'Paid. Thank you!' });
  expect(paid).toEqual(['alice']);
});

it('the bot of the page for busy users answers texts of a moment together', async () => {
  const { simulator, wx } = playWith();
  const asked: string[] = [];
  wx.use(
    forBusyUsers(memoryStore(), async (question) => {
      asked.push(question);
      return Promise.resolve('42');
    }),
  );
  const alice = simulator.user('alice');
  await alice.says(['What is', 'six by', 'seven?']);
  expect(asked).toEqual(['What is\nsix by\nseven?']);
  expect(alice.sees()).toMatchObject([{ Content: '42' }]);
});
