import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SeenMessage } from 'offiaccount/testing';
import type { UserCommand } from 'offiaccount/simulator';
import { look } from '../simulator/support';
import type { Page } from '../simulator/support';
import { until } from './redis';

/** The demo as a process of its own. */
export interface Demo {
  readonly pid: number;
  /** What it has printed so far. */
  readonly printed: () => string;
  /** Waits until it has printed something like that. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>;
  /** Waits for it to end by itself. */
  readonly ended: () => Promise<number | null>;
  /** Sends a signal and waits for its end; resolves to the exit code, `null` when the signal killed it. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts `demo-app` as `npm run demo` does, on free ports, with nothing in the environment that would be a setting. */
export function startDemo(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Demo {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:WECHAT_|PORT$|PUBLIC_URL$|REDIS_URL$)/.test(name)),
  );
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo-app/index.ts', '--no-open', ...args], {
    cwd: join(__dirname, '..', '..'),
    env: { ...env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return {
    pid: child.pid!,
    printed: () => text,
    ended: async () => (await ended)[0],
    async prints(pattern) {
      await until(() => pattern.test(text), 25_000).catch(() => {
        throw new Error(`It has not printed ${String(pattern)}, but:\n${text}`);
      });
      return pattern.exec(text)!;
    },
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}

/** A user's command, without saying whose it is. */
type Deed<C = UserCommand> = C extends UserCommand ? Omit<C, 'openid'> : never;

/** Somebody on the page. */
export interface Visitor {
  readonly openid: string;
  /** Does something; resolves to what had reached them when it was over. */
  readonly does: (deed: Deed) => Promise<SeenMessage[]>;
  readonly says: (content: string) => Promise<SeenMessage[]>;
  /** All that has reached them. */
  readonly sees: () => Promise<SeenMessage[]>;
}

/** The page of the offline WeChat that a demo has printed. */
export async function pageOf({ prints }: Demo): Promise<Page> {
  const [, url = ''] = await prints(/The offline WeChat is at (http:\S+\/):/);
  return look(url);
}

/** Where the bot's site is. */
export async function siteOf({ prints }: Demo): Promise<string> {
  const [, url = ''] = await prints(/its site is (http:\S+)\/\./);
  return url;
}

/** Adds somebody to the page, so that stories do not meet. */
export async function meet(page: Page): Promise<Visitor> {
  const { openid = '' } = await page.command({ type: 'addUser' });
  const seenSince = async (entry: number): Promise<SeenMessage[]> =>
    (await page.state()).entries.flatMap((each) =>
      each.openid === openid && each.id > entry && each.message !== undefined ? [each.message] : [],
    );
  async function does(deed: Deed): Promise<SeenMessage[]> {
    const { pushes, entries } = await page.state();
    const [push, entry] = [pushes.at(-1)?.id ?? 0, entries.at(-1)?.id ?? 0];
    await page.command({ ...deed, openid });
    await page.until((state) => {
      const own = state.pushes.filter((each) => each.id > push && each.openid === openid);
      return own.length > 0 && own.every(({ outcome }) => outcome !== undefined);
    });
    return seenSince(entry);
  }
  return { openid, does, says: (content) => does({ type: 'say', content }), sees: () => seenSince(0) };
}
