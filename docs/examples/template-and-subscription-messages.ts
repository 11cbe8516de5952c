// #region imports
import { ApiError, createRouter } from 'offiaccount';
import type { Api } from 'offiaccount';
// #endregion

// #region order
/** Tells a user that an order has been sent. */
export const tellShipped = (api: Api, openid: string, order: string) =>
  api.templateMessage.send({
    touser: openid,
    template_id: process.env.SHIPPED_TEMPLATE ?? '',
    url: `https://shop.example.com/orders/${order}`,
    client_msg_id: `shipped-${order}`, // the same id within ten minutes is delivered once
    data: {
      character_string1: { value: order },
      time2: { value: '2026-11-30 09:00' },
    },
  });
// #endregion

// #region daily
/** Codes that concern one user only. With any other, there is no use in going on. */
const OF_ONE_USER: readonly number[] = [40003, 43004, 43019, 43117];

/** Sends the message of the day to many, and returns how many were sent. Started again, it goes on where it was. */
export async function sendDaily(api: Api, subscribers: Iterable<string>, day: string, done: Set<string>) {
  let sent = 0;
  for (const openid of subscribers) {
    if (done.has(openid)) continue;
    try {
      await api.templateMessage.send({
        touser: openid,
        template_id: process.env.DAILY_TEMPLATE ?? '',
        client_msg_id: `daily-${day}`,
        data: { thing1: { value: 'Green tea, 20 % off' }, date2: { value: day } },
      });
      sent++;
    } catch (error) {
      if (!(error instanceof ApiError && OF_ONE_USER.includes(error.errcode))) throw error;
    }
    done.add(openid);
  }
  return sent;
}
// #endregion

// #region subscription
/** Sends one message for each consent of the user (订阅通知). */
export const subscriptions = createRouter().event(
  'subscribe_msg_popup_event',
  async ({ api, openid, message }) => {
    for (const { TemplateId, SubscribeStatusString } of message.SubscribeMsgPopupEvent.List)
      if (SubscribeStatusString === 'accept')
        await api.subscribeMessage.send({
          touser: openid,
          template_id: TemplateId,
          page: 'https://shop.example.com/news',
          data: { thing1: { value: 'The new tea is here' } },
        });
  },
);
// #endregion

// #region service
/** Answers twice: at once, and when the work is done (客服消息). */
export const service = createRouter().text(/^invoice (\d+)$/, (ctx) => {
  const [, order = ''] = ctx.match;
  ctx.after(async () => {
    const link = await makeInvoice(order);
    await ctx.send(`Your invoice: ${link}`);
  });
  return 'One moment, please.';
});

/** What your own program does; here it takes no time. */
const makeInvoice = (order: string) => Promise.resolve(`https://shop.example.com/invoices/${order}`);
// #endregion

// #region results
/** Whether template messages have arrived. */
export const results = createRouter().event('TEMPLATESENDJOBFINISH', ({ openid, message }) => {
  if (message.Status !== 'success') console.warn(`No message for ${openid}: ${message.Status}`);
});
// #endregion
