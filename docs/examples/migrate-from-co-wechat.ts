// #region imports
import Koa from 'koa';
import { createApi, wechat } from 'offiaccount';
import type { ApiOptions, WeChatConfig } from 'offiaccount';
import { koa } from 'offiaccount/hosts';
// #endregion

// #region bot
export function createBot(config: WeChatConfig) {
  const wx = wechat(config);
  wx.text('hello', () => 'Hello world!');
  wx.text(/^order (\d+)$/, ({ match }) => `Order ${match[1]} is on its way.`);
  wx.message(() => 'Send "hello".');
  return new Koa().use(koa(wx)); // before koa-bodyparser
}
// #endregion

// #region api
export async function callWeChat(options: ApiOptions, openid: string) {
  const api = createApi(options); // one for the whole program
  await api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content: 'Hello world' } });
  await api.menu.create({ button: [{ type: 'click', name: 'Today', key: 'TODAY' }] });
  const { remark } = await api.user.getInfo(openid);
  return remark;
}
// #endregion
