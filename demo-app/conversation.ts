import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, State, UserCommand } from 'offiaccount/simulator';
import { bold, showCall, showMessage, showPush } from './terminal';

type Deed<C = UserCommand> = C extends UserCommand ? Omit<C, 'openid'> : never;

const WEST_LAKE = { latitude: 30.274085, longitude: 120.15507, label: '西湖' };

/** What the user of the demo does, one thing after another: a text to say, or something else. */
const STORY: readonly (string | readonly [what: string, deed: Deed])[] = [
  ['扫码关注（场景 campaign_spring）', { type: 'follow', scene: 'campaign_spring' }],
  'help',
  'echo 你好，]]> <世界> & 😀',
  ['发一张图片', { type: 'send', kind: 'image' }],
  ['发一个位置', { type: 'sendLocation', place: WEST_LAKE }],
  '/menu',
  ['点菜单：今日文章', { type: 'tapMenu', path: [0] }],
  'oops',
  '/slow 7',
  '/me',
  '/qr',
  '/order',
  '/book',
  '3 位',
  '明天 18:30',
  '/remind 3',
];

/** Lets the first user on the page talk with the bot, over HTTP, and shows what goes over the wire, if that is wanted. */
export async function converse(page: string, isVerbose: boolean): Promise<void> {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(new URL(path, page), init)).json();
  // As the protocol has it.
  const look = async () => (await ask('state')) as State;
  const command = (given: Command) =>
    ask('commands', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(given),
    });
  async function until<T>(find: (state: State) => T | undefined): Promise<T> {
    for (;;) {
      const found = find(await look());
      if (found !== undefined) return found;
      await sleep(100);
    }
  }

  await command({ type: 'check' });
  const check = await until(({ account }) => account.check);
  const print = (line = ''): void => {
    if (isVerbose) console.log(line);
  };
  print(`\nWeChat (played) checks the address: ${check.outcome}\n`);
  const { openid, name } = await until(({ users }) => users[0]);

  for (const step of STORY) {
    const [what, deed] = typeof step === 'string' ? [`说：${step}`, say(step)] : step;
    print(bold(`${name} ${what}`));
    const before = await look();
    await command({ ...deed, openid });
    const push = await until(({ pushes }) =>
      pushes.find(
        (each) => each.openid === openid && each.id > last(before.pushes) && each.outcome !== undefined,
      ),
    );
    if (!isVerbose) continue;
    showPush(push);
    const { calls } = await look();
    calls.filter(({ id }) => id > last(before.calls)).forEach(showCall);
    print();
  }

  if (!isVerbose) return;
  const { entries } = await look();
  // What was asked for by /remind comes as a customer-service message.
  const late = await until((state) =>
    state.entries.find(
      (each) => each.openid === openid && each.id > last(entries) && each.callId !== undefined,
    ),
  );
  console.log(bold(`${name} gets a message of customer service`));
  if (late.message !== undefined) showMessage(late.message);
}

const say = (content: string): Deed => ({ type: 'say', content });

const last = (list: readonly { readonly id: number }[]): number => list.at(-1)?.id ?? 0;
