import express from 'express';
import type { Express } from 'express';
import { chatLogin, jsSdkConfig, verificationFile, webAuth, wechat } from 'offiaccount';
import type { Store, WeChatConfig } from 'offiaccount';

export function serveShop(config: WeChatConfig, store: Store, origin: string, secret: string): Express {
  const wx = wechat({ ...config, store });
  const { api } = wx;
  const login = chatLogin({ api, store, secret });
  wx.use(login.chat());
  const web = webAuth({ api, store, origin, secret, login });

  const app = express();
  app.use(verificationFile('MP_verify_0123456789abcdef.txt'));
  app.use('/wechat', wx);
  app.use(web);
  app.use('/login', login.pages());
  app.use('/jssdk-config', jsSdkConfig({ api, origins: [origin], jsApiList: ['updateAppMessageShareData'] }));

  app.get('/', web.require(), (req, res) => void res.json({ openid: req.wechat.openid }));
  app.get('/me', web.require({ profile: true }), (req, res) => void res.json({ name: req.wechat.nickname }));
  app.get('/news', web.optional(), (req, res) => void res.json({ isKnown: req.wechat !== undefined }));
  app.post('/sign-out', web.signOut());
  return app;
}
