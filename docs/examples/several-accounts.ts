import express from 'express';
import type { Express } from 'express';
import { createRouter, wechat } from 'offiaccount';
import type { Store, WeChat, WeChatConfig } from 'offiaccount';

/** What all accounts answer. */
const common = createRouter()
  .text('hours', ({ appId }) => `Opening hours of ${appId}: 9 to 18 o’clock.`)
  .text('whoami', async ({ api, openid }) => {
    const { remark } = await api.user.getInfo(openid); // the client of the account that got the message
    return remark === '' || remark === undefined ? 'I have no name for you yet.' : remark;
  });

/** One `wechat()` for each account; they share the store, and nothing else. */
export function serveAccounts(accounts: Readonly<Record<string, WeChatConfig>>, store: Store) {
  const app: Express = express();
  const served = new Map<string, WeChat>();
  for (const [name, account] of Object.entries(accounts)) {
    const wx = wechat({ ...account, store }).use(common);
    served.set(name, wx);
    app.use(`/wechat/${name}`, wx); // in the console of that account: https://example.com/wechat/<name>
  }
  return { app, served };
}
