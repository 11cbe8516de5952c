import type { PlatformState } from 'offiaccount/simulator';
import { startDemo } from './support/demo';
import type { Demo } from './support/demo';
import { until } from './support/redis';

let demo: Demo;
let url: string;

beforeAll(async () => {
  demo = startDemo(['--platform']);
  [, url = ''] = await demo.prints(/The offline WeChat is at (\S+\/):/);
}, 60_000);

afterAll(() => demo.end('SIGKILL'));

const state = async () => (await fetch(`${url}state`)).json() as Promise<PlatformState>;

async function command(body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Origin: new URL(url).origin };
  const { status } = await fetch(`${url}commands`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(status).toBe(200);
}

it('shows two shops and a mini program behind one bot, which gives each its own answers', async () => {
  const { accounts } = await state();
  expect(accounts.map(({ kind, granted }) => [kind, granted.length > 0])).toEqual([
    ['service', true],
    ['service', true],
    ['mini-program', true],
  ]);
  const [bakery, tailor] = accounts as [(typeof accounts)[0], (typeof accounts)[0]];
  for (const { appId } of [bakery, tailor]) await command({ type: 'say', appId, text: '营业时间' });
  const answered = async () =>
    (await state()).accounts.map(({ said }) => said.filter(({ by }) => by === 'account').at(-1)?.text);
  await until(async () => (await answered()).filter(Boolean).length === 2);
  const [first, second] = await answered();
  expect([first, second].sort()).toEqual(['甜甜面包店：7:00 – 19:00', '青青裁缝铺：10:00 – 18:00']);
});

it('tells who has authorised the platform, and who has withdrawn', async () => {
  await demo.prints(/甜甜面包店 \(wx[0-9a-f]{16}\) has authorised the platform: \d+ messages a day/);
  const { accounts } = await state();
  await command({ type: 'withdraw', appId: accounts[1]!.appId });
  await demo.prints(new RegExp(`${accounts[1]!.appId}\\) has withdrawn`));
});

it('ends when it is told to', async () => {
  expect(await demo.end('SIGINT')).toBe(0);
});
