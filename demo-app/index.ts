import cluster from 'node:cluster';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Mailbox } from 'offiaccount';
import { startSimulator } from 'offiaccount/simulator';
import type { RunningSimulator } from 'offiaccount/simulator';
import { movableClock } from 'offiaccount/testing';
import type { MovableClock } from 'offiaccount/testing';
import { openBrowser } from './browser';
import { ORDER_TEMPLATE } from './calls';
import { converse } from './conversation';
import { servePlatform } from './platform';
import { serve } from './serve';
import type { Served } from './serve';
import {
  MADE_UP,
  apiHost,
  cookieSecret,
  host,
  isPlatform,
  isQuiet,
  isReal,
  isVerbose,
  originAt,
  port,
  redisUrl,
  staysClosed,
  workers,
} from './settings';
import { startWorkers } from './workers';

/** Once it is ending, what still goes on may fail. */
let ending: Promise<void> | undefined;

/** Ends on a signal, and only once: a terminal sends its own to all processes. */
function endOnSignal(...parts: readonly (Served | undefined)[]): void {
  const end = async (): Promise<void> => {
    if (cluster.isPrimary) console.log('\nEnding. Handlers that are running have 10 s.');
    for (const part of parts) await part?.close();
    if (cluster.isWorker) process.disconnect();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (ending ??= end()));
}

/** The port to listen at. Somebody else may have the usual one: the demo is content with any, unless told. */
async function choosePort(): Promise<number> {
  const probe = createServer();
  probe.listen(port ?? 3000, host);
  await once(probe, 'listening').catch(async (error: unknown) => {
    if (port !== undefined)
      throw new Error(`Port ${port} is taken: end what listens there, or set PORT to another one.`, {
        cause: error,
      });
    console.log('Port 3000 is taken, so the bot listens at another one.');
    probe.listen(0, host);
    await once(probe, 'listening');
  });
  // A server on a port has an address of this form.
  const { port: chosen } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return chosen;
}

/** No account: the offline WeChat plays it, its API included. */
async function playWeChat(
  url: string,
  clock: MovableClock | undefined,
  waiting: Mailbox['waiting'],
): Promise<RunningSimulator> {
  // Its page shows what waits for each user.
  const wechat = await startSimulator({ ...MADE_UP, url, mailbox: { waiting }, ...(clock && { clock }) });
  const content = '订单号：{{character_string1.DATA}}\n商品：{{thing2.DATA}}\n状态：{{phrase3.DATA}}';
  wechat.simulator.api.addTemplate({ title: ORDER_TEMPLATE, content });
  return wechat;
}

async function main(): Promise<void> {
  if (workers > 1 && redisUrl === undefined)
    throw new Error('--workers needs REDIS_URL: what the processes know they share there.');
  const chosen = await choosePort();
  const origin = originAt(chosen);
  // One process can share WeChat's clock; several cannot.
  const clock = isReal || workers > 1 ? undefined : movableClock();
  // Of workers, the mailbox is in another process.
  let bot: Served | undefined = undefined;
  const waiting: Mailbox['waiting'] = async (...whose) => (await bot?.box?.waiting(...whose)) ?? [];
  const wechat = isReal ? undefined : await playWeChat(`http://127.0.0.1:${chosen}/wechat`, clock, waiting);
  const api = wechat?.apiUrl ?? apiHost;
  bot =
    workers > 1
      ? await startWorkers(workers, {
          PORT: String(chosen),
          COOKIE_SECRET: cookieSecret,
          ...(api !== undefined && { WECHAT_API_HOST: api }),
        })
      : await serve({ port: chosen, apiHost: api, clock });
  // The bot first: what it still has to say goes out by WeChat.
  endOnSignal(bot, wechat);

  console.log(`The bot listens at ${origin}/wechat, its site is ${origin}/. Ctrl+C ends it.`);
  if (wechat === undefined) {
    console.log(
      'Enter the public address of /wechat at developers.weixin.qq.com/platform under 域名与消息推送配置.',
    );
    return;
  }
  console.log(`The offline WeChat is at ${wechat.url}: open it and talk to the bot.`);
  if (!staysClosed) openBrowser(wechat.url);
  if (isQuiet) return;
  if (!isVerbose)
    console.log(
      'Alice talks to it already. Each message is a line here; with --verbose, all that goes over the wire.',
    );
  await converse(wechat.url, isVerbose);
}

/** The same for a third-party platform, which the offline WeChat plays as well. */
async function playPlatform(): Promise<void> {
  const chosen = await choosePort();
  const served = await servePlatform(chosen);
  endOnSignal(served);
  console.log(`The platform listens at ${originAt(chosen)}/wechat. Ctrl+C ends it.`);
  console.log(`The offline WeChat is at ${served.url}: two shops and a mini program, each with a user.`);
  if (!staysClosed) openBrowser(served.url);
}

/** One of several processes, with the settings that the first one has given it. */
async function work(): Promise<void> {
  endOnSignal(await serve({ port: port ?? 0, apiHost }));
}

(cluster.isWorker ? work() : isPlatform ? playPlatform() : main()).catch((error: unknown) => {
  if (ending !== undefined) return;
  // What somebody has to do stands in the message.
  console.error(error instanceof Error && !isVerbose ? error.message : error);
  process.exit(1);
});
