import { ApiError, createApi, createLedger, memoryStore } from 'offiaccount';
import type { AccountKind } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { SimulatedAccount, SimulatedUser, Simulator } from 'offiaccount/testing';
import { ACCOUNT_KINDS } from '../../lib/model/account-kinds';
import { hasRight, mayCall } from '../../lib/model/account-rights';
import { WINDOWS } from '../../lib/model/service-deeds';
import { keptLogger } from '../support/api';

const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((each) => each.close()));
});

/** A silent app, and what sends to alice until WeChat refuses. */
function play(account: Partial<SimulatedAccount> = {}) {
  const simulator = simulate((_req, res) => res.end('success'), { token: 'any', ...account });
  simulators.push(simulator);
  const { clock } = simulator;
  clock.pause();
  const logger = keptLogger();
  const ledger = createLedger({ store: memoryStore(clock), clock, logger });
  const { transport } = simulator.api;
  const api = createApi({ appId: 'wx1', appSecret: 's', transport, clock, logger, ledger });
  const send = () =>
    api.customerMessage.send({ touser: 'alice', msgtype: 'text', text: { content: 'hello' } });
  const codeOf = (call: Promise<unknown>): Promise<number> =>
    call.then(
      () => 0,
      (error: unknown) => {
        if (error instanceof ApiError) return error.errcode;
        throw error;
      },
    );
  /** How many messages are taken, 20 at most, and why no more are. */
  async function sendAll(): Promise<[number, number]> {
    for (let count = 0; count < 20; count++) {
      const code = await codeOf(send());
      if (code !== 0) return [count, code];
    }
    return [20, 0];
  }
  return { simulator, alice: simulator.user('alice'), api, ledger, send, sendAll, codeOf, clock };
}

describe('a window of customer-service messages', () => {
  it.each<[string, (alice: SimulatedUser) => Promise<unknown>, keyof typeof WINDOWS]>([
    ['a message', (alice) => alice.says('hi'), 'message'],
    ['a tap on the menu', (alice) => alice.clicks('K'), 'menu'],
    ['a tap on a menu message', (alice) => alice.sends('text', { bizmsgmenuid: '1' }), 'menu'],
    ['a follow', (alice) => alice.follows(), 'follow'],
    ['a follow by QR code', (alice) => alice.follows('7'), 'scan'],
    ['a payment', (alice) => alice.pays(), 'payment'],
    ['a payment that brings a follow', (alice) => alice.pays({ follows: true }), 'payment'],
  ])('is opened by %s', async (_, does, deed) => {
    const { alice, sendAll, send, codeOf, clock } = play();
    await alice.follows();
    await clock.advance(60_000);
    await does(alice);
    const { count, ms } = WINDOWS[deed];
    expect(await sendAll()).toEqual(count === Infinity ? [20, 0] : [count, 45047]);
    await clock.advance(ms - 1);
    expect(await codeOf(send())).toBe(count === Infinity ? 0 : 45047);
    await clock.advance(1);
    expect(await codeOf(send())).toBe(45015);
  });

  it.each([
    ['adds-up', [8, 45047]],
    ['strict', [5, 45047]],
  ] as const)('of a message and a tap together: %s', async (windowOverlap, sent) => {
    const { alice, sendAll } = play({ windowOverlap });
    await alice.says('hi');
    await alice.clicks('K');
    expect(await sendAll()).toEqual(sent);
  });

  it('is refreshed by each deed, not added to', async () => {
    const { alice, sendAll, send } = play();
    await alice.says('hi');
    await send();
    await alice.says('hi');
    await alice.says('hi');
    expect(await sendAll()).toEqual([5, 45047]);
  });

  it('is closed by unfollowing', async () => {
    const { alice, sendAll } = play();
    await alice.says('hi');
    await alice.pays();
    await alice.unfollows();
    expect(await sendAll()).toEqual([0, 45015]);
  });
});

describe('alice.pays()', () => {
  it('pushes nothing, unless the payment makes a follower', async () => {
    const { alice } = play();
    expect((await alice.pays()).deliveries).toEqual([]);
    const { deliveries } = await alice.pays({ follows: true });
    expect(deliveries[0]!.request.text).toMatch(/<EventKey>.*last_trade_no_\d{28}/);
  });

  it('opens nothing for accounts that are no service accounts', async () => {
    const { alice, sendAll } = play({ kind: 'subscription' });
    await alice.pays();
    expect(await sendAll()).toEqual([0, 45015]);
  });

  it('is noted in the ledger by its owner, as no push tells it', async () => {
    const { alice, ledger, sendAll } = play();
    await ledger.note('alice', 'message');
    await alice.says('hi');
    await alice.pays();
    expect((await ledger.of('alice')).left).toBe(5);
    await ledger.note('alice', 'payment');
    expect((await ledger.of('alice')).left).toBe(Infinity);
    expect(await sendAll()).toEqual([20, 0]);
    expect((await ledger.of('alice')).left).toBe(Infinity);
  });

  it('is kept by a snapshot, which is JSON', async () => {
    const { alice, simulator } = play();
    await alice.pays();
    const snapshot = JSON.parse(JSON.stringify(simulator.snapshot())) as ReturnType<Simulator['snapshot']>;
    expect(await play({ snapshot }).sendAll()).toEqual([20, 0]);
  });
});

const CALLS = [
  'GET /cgi-bin/get_api_domain_ip',
  'GET /cgi-bin/menu/get',
  'POST /cgi-bin/message/custom/send',
  'POST /cgi-bin/message/mass/get',
  'POST /cgi-bin/freepublish/batchget',
  'GET /cgi-bin/template/get_industry',
  'POST /cgi-bin/qrcode/create',
  'GET /cgi-bin/user/get',
  'GET /cgi-bin/draft/count',
  'POST /wxa/sec/queryblocktmplmsg',
];

describe.each(ACCOUNT_KINDS)('an account of the kind "%s"', (kind: AccountKind) => {
  it('is answered 48001 where its kind has no right', async () => {
    const { api, codeOf } = play({ kind });
    const answered = await Promise.all(
      CALLS.map(async (call) => {
        const [method, path = ''] = call.split(' ');
        const json = method === 'POST' ? { json: {} } : {};
        return [path, (await codeOf(api.request({ method: method as 'GET', path, ...json }))) === 48001];
      }),
    );
    expect(answered).toEqual(
      CALLS.map((call) => call.split(' ')[1]!).map((path) => [path, !mayCall(kind, path)]),
    );
  });

  it('lets users sign in on web pages where it has the right', async () => {
    const { alice } = play({ kind });
    const query = 'appid=wx1&redirect_uri=http%3A%2F%2Fa.example%2F&response_type=code&scope=snsapi_base';
    const page = await alice.opens(`https://open.weixin.qq.com/connect/oauth2/authorize?${query}`);
    const isRefused = JSON.stringify(page.refusal ?? '').includes('10005');
    expect(isRefused).toBe(!hasRight(kind, 'web-pages'));
  });
});

describe('what reaches a user', () => {
  it('says that an AI wrote it, where the account says so', async () => {
    const { alice, api } = play();
    await alice.says('hi');
    const message = { touser: 'alice', msgtype: 'text', text: { content: 'hello' } } as const;
    await api.customerMessage.send({ ...message, aimsgcontext: { is_ai_msg: 1 } });
    await api.customerMessage.send({ ...message, aimsgcontext: { is_ai_msg: 0 } });
    expect(alice.sees()).toEqual([
      { MsgType: 'text', Content: 'hello', via: 'customer-service', byAi: true },
      { MsgType: 'text', Content: 'hello', via: 'customer-service' },
    ]);
  });

  it('may change places under way', async () => {
    const { alice, api, clock } = play({ arrivalJitter: 1000 });
    await alice.says('hi');
    const sent: string[] = [];
    const said = () => alice.sees().map((message) => (message.MsgType === 'text' ? message.Content : ''));
    // By chance they keep their places, one time in 120 each.
    for (let turn = 0; turn < 20 && said().join() === sent.join(); turn++) {
      await alice.says('more');
      for (let n = 0; n < 5; n++) {
        sent.push(`${turn}.${n}`);
        const content = `${turn}.${n}`;
        await api.customerMessage.send({ touser: 'alice', msgtype: 'text', text: { content } });
      }
      expect(said()).not.toContain(`${turn}.5`);
      await clock.advance(1000);
      expect(said()).toHaveLength(sent.length);
    }
    expect(said().sort()).toEqual([...sent].sort());
    expect(said().join()).not.toBe('');
  });

  it.each([-1, 60_001, NaN, 'a'])('takes no jitter of %p', (arrivalJitter) => {
    expect(() => play({ arrivalJitter: arrivalJitter as number })).toThrow('"arrivalJitter"');
  });
});
