import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createApi, wechat } from 'offiaccount';
import type { Message, WeChat } from 'offiaccount';
import { startSimulator } from 'offiaccount/simulator';
import type {
  Command,
  CommandAnswer,
  Failure,
  RunningSimulator,
  SimulatorOptions,
  State,
  UserCommand,
} from 'offiaccount/simulator';
import { account } from '../support/push';

export const { appId, token, encodingAESKey } = account;
export const appSecret = 'aSecretOfTheSpecs0123456789abcdef';
export const secrets = [token, encodingAESKey, appSecret];

const open: (() => Promise<unknown>)[] = [];

/** Ends all that `start` and `listen` started; for `afterEach`. */
export const closeAll = async (): Promise<void> => {
  await Promise.all(open.splice(0).map((close) => close()));
};

/** Serves something on a free port of this machine. */
export async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A command of the first user, whose openid is put in. */
type Mine<C> = C extends UserCommand ? Omit<C, 'openid'> & { openid?: string } : C;

/** The page's server, as a spec uses it. */
export interface Page {
  /** The first user. */
  readonly openid: string;
  /** Asks the page's server. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Gives a command and insists that it is taken. */
  readonly command: (command: Mine<Command>) => Promise<CommandAnswer>;
  /** Gives a command that is not taken. */
  readonly refused: (command: object) => Promise<Failure & { readonly status: number }>;
  readonly state: () => Promise<State>;
  /** Waits until the state is like that. */
  readonly until: (isSo: (state: State) => boolean) => Promise<State>;
  readonly upload: (type: string, filename: string, data: Buffer) => Promise<string>;
}

export interface Played extends Page {
  readonly simulator: RunningSimulator;
}

/** Starts the offline WeChat for a bot that listens already. */
export async function start(options: Partial<SimulatorOptions>): Promise<Played> {
  const simulator = await startSimulator({ token, ...options });
  open.push(() => simulator.close());
  return { simulator, ...(await look(simulator.url)) };
}

/** Uses the page at that address. */
export async function look(page: string): Promise<Page> {
  const ask: Page['ask'] = (path, init) => fetch(new URL(path, page), init);
  const state = async () => (await (await ask('state')).json()) as State;
  const post = (given: object) =>
    ask('commands', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      // Somebody new has an openid of their own.
      body: JSON.stringify('type' in given && given.type === 'addUser' ? given : { openid, ...given }),
    });
  const { users } = await state();
  const openid = users[0]!.openid;
  return {
    openid,
    ask,
    state,
    async command(command) {
      const answer = await post(command);
      const body: unknown = await answer.json();
      expect(body).toMatchObject({ ok: true });
      return body as CommandAnswer;
    },
    async refused(command) {
      const answer = await post(command);
      const body = (await answer.json()) as Failure;
      expect(body.ok).toBe(false);
      return { ...body, status: answer.status };
    },
    async until(isSo) {
      const end = performance.now() + 20_000;
      for (;;) {
        const now = await state();
        if (isSo(now)) return now;
        if (performance.now() > end) throw new Error(`It did not come to that: ${JSON.stringify(now)}`);
        await wait(20);
      }
    },
    async upload(type, filename, data) {
      const answer = await ask(`uploads?${new URLSearchParams({ type, filename }).toString()}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/octet-stream' },
        body: new Uint8Array(data),
      });
      const body = (await answer.json()) as { ok: boolean; id: string };
      expect(body.ok).toBe(true);
      return body.id;
    },
  };
}

export interface PlayedBot extends Played {
  readonly wx: WeChat;
  /** What the bot received, in order. */
  readonly received: Message[];
}

/** A bot of ours with the offline WeChat in front of it, on one clock. */
export async function startWithBot(
  options: Partial<Omit<SimulatorOptions, 'url'>> = {},
  configure: (wx: WeChat) => unknown = () => undefined,
): Promise<PlayedBot> {
  const app = express();
  const origin = await listen(app);
  const played = await start({ url: `${origin}/wechat`, appId, ...options });
  const { apiUrl, simulator } = played.simulator;
  const received: Message[] = [];
  const quiet = { warn: () => undefined, error: () => undefined };
  const clock = simulator.clock;
  const wx = wechat({
    token,
    appId,
    ...(options.encodingAESKey !== undefined && { encodingAESKey, allowPlaintext: true }),
    api: createApi({ appId, appSecret, host: apiUrl, clock, logger: quiet }),
    logger: quiet,
    clock,
  }).use(({ message }, next) => {
    received.push(message);
    return next();
  });
  configure(wx);
  app.use('/wechat', wx);
  return { ...played, wx, received };
}

/** The smallest files of each kind. */
export const files = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFElEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
    'base64',
  ),
  mp3: Buffer.concat([Buffer.from('ID3'), Buffer.alloc(100, 1)]),
  mp4: Buffer.from('\0\0\0\x14ftypmp42\0\0\0\0mp42 and more'),
};
