import { simulate } from 'offiaccount/testing';
import type { Seen, SeenMessage, SimulatedUser } from 'offiaccount/testing';

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
  ['取消关注', (user) => user.unfollows()],
];

const color = (code: number) => (text: string) =>
  process.stdout.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text;
const bold = color(1);
const dim = color(2);
const green = color(32);
const red = color(31);

/** Plays a short conversation with the bot at `url`, over HTTP, and shows what goes over the wire. */
export async function converse(
  url: string,
  account: { appId: string; token: string; encodingAESKey?: string },
): Promise<void> {
  const wechat = simulate(
    { url },
    { ...account, mode: account.encodingAESKey === undefined ? 'clear' : 'safe' },
  );
  console.log(`\nWeChat (simulated) checks the address: ${(await wechat.verifyUrl()).outcome}\n`);
  const alice = wechat.user('alice');
  for (const [what, act] of STORY) {
    console.log(bold(`alice ${what}`));
    show(await act(alice));
  }
  await wechat.close();
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
  console.log(reply === undefined ? `  ${problem ?? outcome}\n` : `  ${green(describe(reply))}\n`);
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
