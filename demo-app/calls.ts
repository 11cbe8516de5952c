import { join } from 'node:path';
import { createRouter, reply } from 'offiaccount';
import type { Api, Handler, Router } from 'offiaccount';

/** Title of the template that `/order` looks for. */
export const ORDER_TEMPLATE = '订单状态通知';

const menu = (origin: string) =>
  ({
    button: [
      { type: 'click', name: '今日文章', key: 'NEWS' },
      {
        name: '服务',
        sub_button: [
          { type: 'click', name: '预约', key: 'BOOK' },
          { type: 'click', name: '人工客服', key: 'SERVICE' },
          { type: 'scancode_waitmsg', name: '扫一扫', key: 'SCAN' },
          { type: 'location_select', name: '发送位置', key: 'WHERE' },
          { type: 'click', name: '帮助', key: 'HELP' },
        ],
      },
      { type: 'view', name: '网站', url: `${origin}/` },
    ],
  }) as const;

let cover: Promise<{ readonly url: string }> | undefined;

/** Uploads the picture of the article, once: WeChat keeps it for good. */
const coverOf = (api: Api): Promise<{ readonly url: string }> =>
  (cover ??= api.media.uploadImg({ data: join(__dirname, 'public', 'cover.png') }).catch((error: unknown) => {
    cover = undefined; // The next one may have more luck.
    throw error;
  }));

/** Handlers that call WeChat. */
export function createCalls(origin: string): Router {
  const news: Handler = async ({ api }) =>
    reply.news({
      title: '明前龙井到店了',
      description: '四月的第一批新茶，点开看看。',
      picUrl: (await coverOf(api)).url,
      url: `${origin}/`,
    });

  return (
    createRouter()
      .text(['news', '文章'], news)
      .click('NEWS', news)

      .text('/menu', async ({ api }) => {
        await api.menu.create(menu(origin));
        return '菜单发布了。';
      })
      .text('/me', async ({ api, openid }) => {
        const { subscribe, subscribe_time, remark } = await api.user.getInfo(openid);
        if (subscribe !== 1) return '您还没有关注。';
        const since = new Date((subscribe_time ?? 0) * 1000).toLocaleDateString('zh-CN');
        return `openid：${openid}\n关注时间：${since}\n备注：${remark === '' ? '（没有）' : remark}`;
      })
      .text('/qr', async ({ api }) => {
        const { ticket } = await api.qrcode.createTemporary('campaign_demo', 600);
        const { data } = await api.qrcode.show(ticket);
        const { media_id } = await api.media.upload('image', { data });
        return media_id === undefined ? '没有二维码。' : reply.image(media_id);
      })

      // Comes on its own, when there has been no reply for long.
      .text(/^\/remind(?: (\d{1,4}))?$/, (ctx) => {
        const seconds = Number(ctx.match[1] ?? 60);
        const remind = () => ctx.send('时间到了！').catch((error: unknown) => console.error('  bot:', error));
        // Gone when the process ends: what matters belongs into a queue.
        setTimeout(() => void remind(), seconds * 1000).unref();
        return `好的，${seconds} 秒后提醒您。`;
      })

      .text('/order', async ({ api, openid, deliveryId }) => {
        const { template_list } = await api.templateMessage.getAllPrivateTemplate();
        const template = template_list.find(({ title }) => title === ORDER_TEMPLATE);
        if (template === undefined) return `公众号里还没有标题为“${ORDER_TEMPLATE}”的模板。`;
        await api.templateMessage.send({
          touser: openid,
          template_id: template.template_id,
          url: `${origin}/`,
          // WeChat sends one message per id: should this run again after a crash, the user gets it once.
          client_msg_id: deliveryId.slice(0, 32),
          data: {
            character_string1: { value: '20260401-7' },
            thing2: { value: '明前龙井（一壶）' },
            phrase3: { value: '已下单' },
          },
        });
        return undefined;
      })
      .event('TEMPLATESENDJOBFINISH', ({ message }) =>
        console.log(`  bot: template message ${message.Status}`),
      )
  );
}
