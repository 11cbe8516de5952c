import { setTimeout as sleep } from 'node:timers/promises';
import { createRouter, reply } from 'offiaccount';
import type { Handler } from 'offiaccount';

/** Says what came in, what went out and how long it took. */
const log: Handler = async ({ message, openid }, next) => {
  const started = performance.now();
  const answer = await next();
  const kind = message.MsgType === 'event' ? `${message.MsgType} ${message.Event}` : message.MsgType;
  console.log(`  bot: ${kind} from ${openid}, ${Math.round(performance.now() - started)} ms`);
  return answer;
};

/** Makes an answer of whatever goes wrong behind it. */
const apologise: Handler = async (_ctx, next) => {
  try {
    return await next();
  } catch (error) {
    console.error('  bot:', error);
    return '抱歉，出了点问题，请稍后再试。';
  }
};

const HELP = `可以发送：
help / 帮助：这段说明
echo 一句话：我重复一遍
slow：7 秒后才回答
news：一篇文章
transfer：转人工客服
oops：看看出错时会怎样
/menu：发布菜单
/me：微信知道我什么
/qr：一张二维码
/remind：一分钟后提醒我
或者发图片、位置、语音`;

/** A small bot, as one would write it. Everything it knows of WeChat is in the types. */
export const bot = createRouter()
  .use(log, apologise)

  .text(['help', '帮助', '?'], () => HELP)
  .text(/^echo (.+)$/s, ({ match }) => match[1])
  // WeChat gives up after 5 s and asks again: the second delivery gets this run's answer.
  .text('slow', async () => {
    await sleep(7000);
    return '让您久等了：这条回答用了 7 秒。';
  })
  .text('news', () =>
    reply.news({
      title: '今天的文章',
      description: '点开看看',
      picUrl: 'https://example.com/cover.jpg',
      url: 'https://example.com/article?id=1&from=menu',
    }),
  )
  .text('transfer', () => reply.transfer())
  .text('oops', () => {
    throw new Error('Something in a handler went wrong.');
  })

  .text('/menu', async ({ api }) => {
    await api.menu.create({
      button: [
        { type: 'click', name: '帮助', key: 'HELP' },
        { name: '更多', sub_button: [{ type: 'view', name: '网站', url: 'https://example.com/' }] },
      ],
    });
    return '菜单发布了。';
  })
  .text('/me', async ({ api, openid }) => {
    const { subscribe, subscribe_time, remark } = await api.user.getInfo(openid);
    if (subscribe !== 1) return '您还没有关注。';
    const since = new Date((subscribe_time ?? 0) * 1000).toLocaleDateString('zh-CN');
    return `openid：${openid}\n关注时间：${since}\n备注：${remark === '' ? '（没有）' : remark}`;
  })
  .text('/qr', async ({ api }) => {
    const { ticket } = await api.qrcode.createTemporary('demo', 600);
    const { data } = await api.qrcode.show(ticket);
    const { media_id } = await api.media.upload('image', { data });
    return media_id === undefined ? '没有二维码。' : reply.image(media_id);
  })
  .text('/remind', ({ api, openid }) => {
    const remind = () =>
      api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content: '一分钟到了！' } });
    setTimeout(() => void remind().catch((error: unknown) => console.error('  bot:', error)), 60_000);
    return '好的，一分钟后提醒您。';
  })

  .image(({ message }) => reply.image(message.MediaId))
  .voice(({ message }) => reply.voice(message.MediaId))
  .location(
    ({ message }) => `您在 ${message.Label || '地图上'}（${message.Location_X}, ${message.Location_Y}）`,
  )

  .scan(/^campaign_(\w+)$/, ({ scene }) => `欢迎参加活动：${scene}`)
  .event('subscribe', () => `欢迎关注！\n${HELP}`)
  .event('unsubscribe', ({ openid }) => console.log(`  bot: ${openid} left`))
  .event('SCAN', ({ message }) => `扫到了：${message.EventKey}`)
  .click('HELP', () => HELP)
  .event(['VIEW', 'LOCATION'], () => undefined)

  .use(({ message }) => (message.MsgType === 'event' ? undefined : '没听懂。发送 help 看看我会什么。'));
