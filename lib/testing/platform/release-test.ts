import { setTimeout as wait } from 'node:timers/promises';
import type { FakePlatform } from '../api/platform';
import type { PlatformAccountKind } from '../api/rights';
import type { MovableClock } from '../movable-clock';
import type { ProblemText } from '../problems';
import type { Seen, SeenMessage } from '../seen';
import type { SimulatedUser } from '../user';
import type { AuthorizerSettings, SimulatedAuthorizer } from './authorizer';

/** The rows of the release test, as the console names them. */
export const RELEASE_TEST_ROWS = {
  ticket: '组件ticket正确接收',
  'pre-auth-code': '生成预授权码',
  'auth-code': '获取授权code',
  authorization: '授权',
  text: '返回普通文本消息',
  'api-text': '返回Api文本消息',
  event: '发送事件消息',
  withdrawal: '取消授权',
} as const;

/** Names a row of the release test. */
export type ReleaseTestCode = keyof typeof RELEASE_TEST_ROWS;

/** A row of the release test. */
export interface ReleaseTestRow {
  readonly code: ReleaseTestCode;
  /** As the console names it. */
  readonly name: (typeof RELEASE_TEST_ROWS)[ReleaseTestCode];
  readonly passed: boolean;
  /** Why it did not pass, in English. */
  readonly problem?: string;
  /** The same in English and in Chinese. */
  readonly problemText?: ProblemText;
}

/** The release test with one pair of WeChat's accounts. */
export interface ReleaseTestPair {
  /** AppID of the official account. */
  readonly officialAccount: string;
  /** AppID of the mini program. */
  readonly miniProgram: string;
  readonly rows: readonly ReleaseTestRow[];
}

/** What came of the release test (全网发布接入检测). */
export interface ReleaseTest {
  /** Whether all rows of all pairs passed. */
  readonly passed: boolean;
  readonly pairs: readonly ReleaseTestPair[];
}

interface Pair {
  readonly officialAccount: AuthorizerSettings & { readonly appId: string };
  readonly miniProgram: AuthorizerSettings & { readonly appId: string };
}

const pair = (appId: string, originalId: string, miniAppId: string, miniOriginalId: string): Pair => ({
  officialAccount: { appId, originalId, kind: 'service', permissions: [1, 15, 4, 7, 2, 3] },
  miniProgram: {
    appId: miniAppId,
    originalId: miniOriginalId,
    kind: 'mini-program',
    permissions: [17, 18, 19],
  },
});

/** The accounts of WeChat's that test platforms; one pair is drawn for each test. */
const PAIRS: readonly Pair[] = [
  pair('wx570bc396a51b8ff8', 'gh_3c884a361561', 'wxd101a85aa106f53e', 'gh_8dad206e9538'),
  pair('wx9252c5e0bb1836fc', 'gh_c0f28a78b318', 'wxc39235c15087f6f3', 'gh_905ae9d01059'),
  pair('wx8e1097c5bc82cde9', 'gh_3f222ed8d140', 'wx7720d01d4b2a4500', 'gh_393666f1fdf4'),
  pair('wx14550af28c71a144', 'gh_26128078e9ab', 'wx05d483572dcd5d8b', 'gh_39abb5d4e1b7'),
  pair('wxa35b9c23cfe664eb', 'gh_2b3713f184a6', 'wx5910277cae6fd970', 'gh_7818dcb60240'),
];

/** What the test needs of the simulator. */
export interface ReleaseTestOptions {
  readonly account: (settings: AuthorizerSettings) => SimulatedAuthorizer;
  /** Pushes a ticket. */
  readonly ticket: () => Promise<Seen | undefined>;
  readonly platform: FakePlatform;
  readonly clock: MovableClock;
  /** Real milliseconds between two looks at whether the app has done something. */
  readonly everyMs: number;
}

/** Why a row did not pass. */
interface Failed {
  readonly problem: string;
  readonly problemText: ProblemText;
}
type Outcome = Failed | undefined;

/** Plays the release test with the pair of that number, 1 to 5, or with all. */
export async function testRelease(options: ReleaseTestOptions, number?: number): Promise<ReleaseTest> {
  const pairs: ReleaseTestPair[] = [];
  for (const [index, each] of PAIRS.entries())
    if (number === undefined || number === index + 1) pairs.push(await testPair(each, index, options));
  return { passed: pairs.every(({ rows }) => rows.every(({ passed }) => passed)), pairs };
}

async function testPair(
  { officialAccount, miniProgram }: Pair,
  index: number,
  options: ReleaseTestOptions,
): Promise<ReleaseTestPair> {
  const { platform, clock } = options;
  const failures = new Map<ReleaseTestCode, Failed>();
  const note = (code: ReleaseTestCode, outcome: Outcome): void => {
    if (outcome !== undefined && !failures.has(code)) failures.set(code, outcome);
  };

  const ticket = taken(await options.ticket());
  note('ticket', ticket);
  // WeChat makes the code itself, and only for a platform that has its ticket.
  note('pre-auth-code', ticket);
  const withdrawn = { listed: true };
  const tested: readonly [Pair[keyof Pair], PlatformAccountKind][] = [
    [officialAccount, 'service'],
    [miniProgram, 'mini-program'],
  ];
  for (const [settings, kind] of tested) {
    const account = options.account(settings);
    const { seen, code } = await account.authorizes({ permissions: settings.permissions ?? [] });
    note('auth-code', taken(seen));
    const user = account.user();
    if (kind === 'service') {
      note(
        'text',
        await answers(() => user.says('TESTCOMPONENT_MSG_TYPE_TEXT'), 'TESTCOMPONENT_MSG_TYPE_TEXT_callback'),
      );
      note('event', await answers(() => user.triggers('LOCATION'), 'LOCATIONfrom_callback'));
    }
    // WeChat was seen to ask with the code of the notice, which is exchanged by then, and with another one.
    const asked = index % 2 === 0 ? code : platform.anotherCode(account.appId);
    const answered = await callsBack(user, asked, options);
    note('api-text', answered);
    const isExchanged = () => !platform.isOpen(code);
    note(
      'authorization',
      // Where there was no answer, there has been time enough.
      isExchanged() || (answered === undefined && (await eventually(isExchanged, options)))
        ? undefined
        : failed(
            'The code of the notice was not exchanged: api_query_auth.',
            '没有用通知里的授权码换取令牌（api_query_auth）。',
          ),
    );
    // No two notices of an account within a second.
    await clock.advance(1000);
    note('withdrawal', taken(await account.withdraws(withdrawn)));
  }
  return {
    officialAccount: officialAccount.appId,
    miniProgram: miniProgram.appId,
    rows: Object.entries(RELEASE_TEST_ROWS).map(([code, name]) => {
      const failure = failures.get(code as ReleaseTestCode); // The names of that table.
      return { code: code as ReleaseTestCode, name, passed: failure === undefined, ...failure };
    }),
  };
}

const failed = (en: string, zh: string): Failed => ({ problem: en, problemText: { en, zh } });

/** What the judge found wrong, or these words. */
const because = ({ problem, problemText }: Seen, en: string, zh: string): Failed =>
  problem === undefined || problemText === undefined ? failed(en, zh) : { problem, problemText };

/** A notice, which must have been answered with `success`. */
function taken(seen: Seen | undefined): Outcome {
  if (seen?.outcome === 'silent') return undefined;
  if (seen === undefined) return failed('It did not reach the app.', '没有送达服务。');
  return because(seen, 'It was not answered with success.', '应答不是 success。');
}

/** A message, which must be answered with that text. */
async function answers(send: () => Promise<Seen>, expected: string): Promise<Outcome> {
  const seen = await send();
  const { reply } = seen;
  if (reply?.MsgType === 'text' && reply.Content === expected) return undefined;
  const found = reply === undefined ? seen.outcome : `${reply.MsgType} ${contentOf(reply)}`;
  return because(
    seen,
    `The reply must be the text "${expected}", not: ${found.trim()}.`,
    `应回复文本“${expected}”，而不是：${found.trim()}。`,
  );
}

const contentOf = (message: SeenMessage): string => ('Content' in message ? String(message.Content) : '');

/**
 * A code, which must be exchanged, and sent back with the account's token; the message itself is not
 * answered.
 */
async function callsBack(user: SimulatedUser, code: string, options: ReleaseTestOptions): Promise<Outcome> {
  const seen = await user.says(`QUERY_AUTH_CODE:${code}`);
  if (seen.outcome !== 'silent')
    return because(
      seen,
      'QUERY_AUTH_CODE must be answered with nothing, within 5 s.',
      '对 QUERY_AUTH_CODE 应在 5 秒内返回空内容。',
    );
  const expected = `${code}_from_api`;
  const isThere = () =>
    user
      .sees()
      .some((message) => 'via' in message && message.MsgType === 'text' && message.Content === expected);
  if (await eventually(isThere, options)) return undefined;
  return failed(
    'There was no customer-service message with "$code$_from_api" within 10 s.',
    '10 秒内没有收到内容为“$code$_from_api”的客服消息。',
  );
}

const MAX_LOOKS = 50;
const STEP_MS = 200;

/** Whether it comes true within ten seconds of the clock. */
async function eventually(isTrue: () => boolean, { clock, everyMs }: ReleaseTestOptions): Promise<boolean> {
  for (let look = 0; look < MAX_LOOKS && !isTrue(); look++) {
    await clock.advance(STEP_MS);
    // What runs by real time, such as another process, goes on meanwhile.
    await wait(everyMs);
  }
  return isTrue();
}
