import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, createRouter, limit, merge, reply } from 'offiaccount';
import type { Handler, Mailbox, Router, Store } from 'offiaccount';
import { createBooking } from './booking';
import { createCalls } from './calls';
import { logRuns } from './log';
import { createModel } from './model';
import { isVerbose } from './settings';

/** Makes an answer of whatever goes wrong behind it. */
const apologise: Handler = async (_ctx, next) => {
  try {
    return await next();
  } catch (error) {
    console.error('  bot:', isVerbose ? error : String(error));
    // Which calls an account may make depends on its kind.
    if (error instanceof ApiError && error.errcode === 48001) return '这个公众号没有这项接口权限。';
    return '抱歉，出了点问题，请稍后再试。';
  }
};

const help = (origin: string) => `可以发送：
help / 帮助：这段说明
echo 一句话：我重复一遍
/slow 7、/slow 12、/slow 40：慢的回答
/book：预约，要回答两个问题
/meal：点餐
/quiz：答题，点一下就行
/ai：一个边想边说的模型
/menu：发布菜单
/me：微信知道您什么
/qr：一张二维码
/order：模板消息
/remind：一分钟后提醒您
news：一篇文章
transfer：转人工客服
oops：看看出错时会怎样
或者发图片、语音、位置
网页登录：${origin}/login`;

const chat = (HELP: string): Router =>
  createRouter()
    .text(['help', '帮助', '?', '？'], () => HELP)
    .click('HELP', () => HELP)
    .text(/^echo (.+)$/s, ({ match }) => match[1])

    // WeChat gives up after 5 s and asks again, three times in all. The run goes on, and the delivery that is there when it
    // is over gets the answer; after the last one it goes out as a customer-service message.
    .text(/^\/?slow(?: (\d{1,2}))?$/, async ({ match, signal }) => {
      const seconds = Number(match[1] ?? 7);
      await sleep(seconds * 1000, undefined, { signal });
      return `让您久等了：这条回答用了 ${seconds} 秒。`;
    })
    .text('oops', () => {
      throw new Error('Something in a handler went wrong.');
    })
    .text(['transfer', '人工'], () => reply.transfer())
    .click('SERVICE', () => reply.transfer())

    .image(({ message }) => reply.image(message.MediaId))
    .voice(({ message }) => reply.voice(message.MediaId))
    .location(
      ({ message }) => `您在 ${message.Label || '地图上'}（${message.Location_X}, ${message.Location_Y}）`,
    )

    .scan(/^campaign_(\w+)$/, ({ scene }) => `欢迎参加活动：${scene}`)
    .event('subscribe', () => `欢迎关注！\n${HELP}`)
    .event('unsubscribe', ({ openid }) => console.log(`  bot: ${openid} left`))
    .event('SCAN', ({ message }) => `扫到了：${message.EventKey}`)
    .event('scancode_waitmsg', ({ message }) => `扫到了：${message.ScanCodeInfo.ScanResult}`);

/** What the bot is made of. */
export interface BotParts {
  readonly store: Store;
  /** What may not be sent waits here until the user says or taps 继续. */
  readonly box: Mailbox;
  /** The chat's side of the login. */
  readonly login: Router;
  /** How browsers reach this server. */
  readonly origin: string;
}

/** A small bot, as one would write it. Everything it knows of WeChat is in the types. */
export const createBot = ({ store, box, login, origin }: BotParts): Router =>
  createRouter()
    .use(logRuns, apologise)
    // Who holds a key down is told so, once.
    .use(limit({ store, perMinute: 60 }))
    .use(box)
    .use(login, chat(help(origin)), createCalls(origin), createModel())
    // After the commands, which so work in the middle of the dialogue, too.
    .use(createBooking(store))
    // What nobody has answered may come in several messages, so it waits a moment for the rest.
    .use(merge({ store }))
    .message(({ merged }) =>
      merged.length > 1
        ? `这 ${merged.length} 条我一起看了，还是没听懂。发送 help 看看我会什么。`
        : '没听懂。发送 help 看看我会什么。',
    );
