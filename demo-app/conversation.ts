import { setTimeout as sleep } from 'node:timers/promises';
import type { Seen, SeenMessage, SimulatedUser, Simulator } from 'offiaccount/testing';

/** What the users of the demo do, one thing after another. */
const STORY: readonly (readonly [what: string, act: (user: SimulatedUser) => Promise<Seen>])[] = [
  ['扫码关注（场景 campaign_spring）', (user) => user.follows('campaign_spring')],
  ['说：help', (user) => user.says('help')],
  ['说：echo 你好，]]> <世界> & 😀', (user) => user.says('echo 你好，]]> <世界> & 😀')],
  ['发一张图片', (user) => user.sends('image', { MediaId: 'demo_picture' })],
  [
    '发一个位置',
    (user) => user.sends('location', { Location_X: 30.274085, Location_Y: 120.15507, Label: '西湖' }),
  ],
  ['点菜单：HELP', (user) => user.clicks('HELP')],
  ['说：news', (user) => user.says('news')],
  ['说：oops（处理函数会出错）', (user) => user.says('oops')],
  ['说：slow（要 7 秒，微信 5 秒就断开）', (user) => user.says('slow')],
  ['说：/menu', (user) => user.says('/menu')],
  ['说：/me', (user) => user.says('/me')],
  ['说：/qr', (user) => user.says('/qr')],
  ['说：/remind', (user) => user.says('/remind')],
];

const color = (code: number) => (text: string) =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text;
const bold = color(1);
const dim = color(2);
const green = color(32);
const red = color(31);

/** Plays a short conversation with the bot, over HTTP, and shows what goes over the wire. */
export async function converse(wechat: Simulator): Promise<void> {
  console.log(`\nWeChat (simulated) checks the address: ${(await wechat.verifyUrl()).outcome}\n`);
  const alice = wechat.user('alice');
  for (const [what, act] of STORY) {
    console.log(bold(`alice ${what}`));
    const before = wechat.api.calls.length;
    show(await act(alice));
    for (const { method, path, status, errcode } of wechat.api.calls.slice(before))
      console.log(dim(`  call: ${method} ${path} → ${status} ${errcode ?? ''}`));
    console.log();
  }
  void showReminder(alice);
}

/** What was asked for by /remind comes a minute later, as a customer-service message. */
async function showReminder(user: SimulatedUser): Promise<void> {
  const before = user.sees().length;
  while (user.sees().length === before) await sleep(1000);
  console.log(bold('alice gets a customer-service message'));
  for (const message of user.sees().slice(before)) console.log(`  ${green(describe(message))}\n`);
}

function show({ deliveries, reply, outcome, problem }: Seen): void {
  const [first] = deliveries;
  if (first !== undefined) console.log(dim(`  push: ${oneLine(first.request.text)}`));
  for (const [i, { status, body, ms, cut }] of deliveries.entries()) {
    const end = cut
      ? red(`cut by WeChat after ${Math.round(ms)} ms`)
      : `${status} after ${Math.round(ms)} ms ${dim(oneLine(body))}`;
    console.log(
      `  delivery ${i + 1} ${dim(`?${shorten(deliveries[i]?.request.query ?? '', 60)}`)}\n    ${end}`,
    );
  }
  console.log(`  ${reply === undefined ? (problem ?? outcome) : green(describe(reply))}`);
}

const oneLine = (text: string): string => shorten(text.replace(/\s*\n\s*/g, ''), 320);

const shorten = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length)}…` : text;

/** The reply as the user sees it. */
function describe(reply: SeenMessage): string {
  switch (reply.MsgType) {
    case 'text':
    case 'system':
      return reply.Content;
    case 'news':
      return reply.Articles.item.map(({ Title, Url }) => `[${Title}](${Url})`).join(' ');
    default:
      return JSON.stringify(reply);
  }
}
