import express from 'express';
import type { Express } from 'express';
import { jsSdkConfig, memoryStore, webAuth, wechat } from 'offiaccount';
import type { WeChatConfig } from 'offiaccount';

const page = (name: string, link: string) => `<!doctype html>
<meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Green tea</title>
<h1>Hello ${name}, share this page from the menu ⋯</h1>
<script type="module">
  import { configureJsSdk } from '/jssdk-config/client.js';
  const wx = await configureJsSdk({ endpoint: '/jssdk-config' });
  const what = { title: 'Green tea', desc: 'Picked this spring.', link: ${JSON.stringify(link)}, imgUrl: ${JSON.stringify(`${new URL(link).origin}/tea.jpg`)} };
  wx.updateAppMessageShareData(what); // to a chat
  wx.updateTimelineShareData(what); // to Moments
</script>`;

/** `origin` is the address that users see: `https://shop.example.com`. */
export function serveSharePage(config: WeChatConfig, origin: string, secret: string): Express {
  const store = memoryStore(); // several processes: redisStore(redis)
  const wx = wechat({ ...config, store });
  const { api } = wx;
  const web = webAuth({ api, store, origin, secret });

  const app = express();
  app.use('/wechat', wx);
  app.use(web);
  app.use(
    '/jssdk-config',
    jsSdkConfig({
      api,
      origins: [origin],
      jsApiList: ['updateAppMessageShareData', 'updateTimelineShareData'],
    }),
  );
  app.get('/tea', web.require({ profile: true }), (req, res) => {
    // The openid says who shares: keep it out of the page if others must not know it.
    res.send(page(escape(req.wechat.nickname ?? 'friend'), `${origin}/tea`));
  });
  return app;
}

const escape = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
